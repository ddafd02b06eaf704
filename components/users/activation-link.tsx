"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { closes } from "@/components/ui/invoker";
import { ShownOnce } from "@/components/ui/shown-once";
import { SubmitButton } from "@/components/ui/submit-button";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type ActivationLinkProps = {
  id: string;
  org: string;
  userId: string;
  name: string;
  /** How long a link is good. */
  days: number;
  issue: (org: string, input: { userId: string }) => Promise<Result<{ link: string }>>;
};

/** Makes a link with which a person activates their account, and shows it this once. */
export function ActivationLink(props: ActivationLinkProps) {
  const { id, name, days } = props;
  return (
    <ShownOnce
      id={id}
      title={`Activation link for ${name}`}
      label="Link"
      hint={`Shown only now. It works once, within ${days} days.`}
      copyLabel="Copy link"
      note={
        <p className="mt-4 text-muted">
          Whoever has this link can take over the account. Send it to {name} and to nobody else.
        </p>
      }
    >
      {(show) => <NewLinkForm {...props} onMade={show} />}
    </ShownOnce>
  );
}

type NewLinkFormProps = Omit<ActivationLinkProps, "days"> & { onMade: (link: string) => void };

function NewLinkForm({ id, org, userId, name, issue, onMade }: NewLinkFormProps) {
  const [problem, setProblem] = useState<string | null>(null);

  async function make() {
    const result = await answered(issue(org, { userId }));
    if (result.ok) onMade(result.value.link);
    else setProblem(result.error.message);
  }

  return (
    <form action={make}>
      <div className="grid gap-3 text-muted">
        {problem && (
          <Alert tone="error" live>
            {problem}
          </Alert>
        )}
        <p>
          With this link {name} chooses a password and activates the account. It is shown once, and links made
          before stop working.
        </p>
      </div>
      <DialogActions>
        <Button {...closes(id)}>Cancel</Button>
        <SubmitButton>Make a link</SubmitButton>
      </DialogActions>
    </form>
  );
}
