"use client";

import { type FormEvent, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { closes, opens } from "@/components/ui/invoker";
import { Select } from "@/components/ui/select";
import { ShownOnce } from "@/components/ui/shown-once";
import { SubmitButton } from "@/components/ui/submit-button";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import { OVERLAP_HOURS_CHOICES } from "@/lib/webhooks/input";

type ReplaceSecretProps = {
  org: string;
  webhookId: string;
  replace: (
    org: string,
    input: { webhookId: string; overlapHours: number },
  ) => Promise<Result<{ secret: string }>>;
};

const ID = "replace-secret";
const DAY_HOURS = 24;

const inWords = (hours: number) => {
  if (hours === 0) return "Not at all";
  return hours < DAY_HOURS
    ? `${hours} ${hours === 1 ? "hour" : "hours"}`
    : `${hours / DAY_HOURS} ${hours === DAY_HOURS ? "day" : "days"}`;
};

/** The button that gives a webhook another secret, which is shown this once. */
export function ReplaceSecret(props: ReplaceSecretProps) {
  return (
    <>
      <Button {...opens(ID)}>Replace secret</Button>
      <ShownOnce
        id={ID}
        title="Replace the secret"
        label="New secret"
        hint="Shown only now. Messages are signed with it from now on."
        copyLabel="Copy secret"
      >
        {(show) => <ReplaceForm {...props} onMade={show} />}
      </ShownOnce>
    </>
  );
}

function ReplaceForm({
  org,
  webhookId,
  replace,
  onMade,
}: ReplaceSecretProps & { onMade: (secret: string) => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const overlapHours = Number(new FormData(event.currentTarget).get("overlapHours"));
    setPending(true);
    const result = await answered(replace(org, { webhookId, overlapHours }));
    setPending(false);
    if (result.ok) onMade(result.value.secret);
    else setProblem(result.error.message);
  }

  return (
    <form onSubmit={submit}>
      <div className="grid gap-4">
        {problem && (
          <Alert tone="error" live>
            {problem}
          </Alert>
        )}
        <Field
          label="The old one signs beside it for"
          hint="As long as it takes to give the receiver the new one. Where the old one has leaked, not at all."
        >
          {(control) => (
            <Select
              {...control}
              name="overlapHours"
              defaultValue={String(DAY_HOURS)}
              options={OVERLAP_HOURS_CHOICES.map((hours) => ({
                value: String(hours),
                label: inWords(hours),
              }))}
            />
          )}
        </Field>
      </div>
      <DialogActions>
        <Button {...closes(ID)}>Cancel</Button>
        <SubmitButton pending={pending}>Make a new secret</SubmitButton>
      </DialogActions>
    </form>
  );
}
