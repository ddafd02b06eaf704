"use client";

import { useState } from "react";
import { NewPinFields } from "@/components/credentials/new-pin-fields";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { closes } from "@/components/ui/invoker";
import { RadioGroup } from "@/components/ui/radio-group";
import { ShownOnce } from "@/components/ui/shown-once";
import { SubmitButton } from "@/components/ui/submit-button";
import { answered } from "@/lib/answered";
import { type PinDraft, readPinDraft, type UsualPin, usualPin } from "@/lib/credentials/pins/draft";
import type { NewPin } from "@/lib/credentials/pins/shape";
import type { Result } from "@/lib/result";

type IssuePinProps = {
  id: string;
  org: string;
  userId: string;
  name: string;
  username: string;
  /** Where people type it. */
  pinUrl: string;
  usual: UsualPin;
  issue: (org: string, input: { userId: string; pin: NewPin }) => Promise<Result<{ pin: string }>>;
};

/** Makes a PIN with which a person activates their account, and shows it this once. */
export function IssuePin(props: IssuePinProps) {
  const { id, name, username, pinUrl } = props;
  return (
    <ShownOnce
      id={id}
      title={`PIN for ${name}`}
      label="PIN"
      hint={`Shown only now. It works with the username ${username}, at ${pinUrl}.`}
      copyLabel="Copy PIN"
      note={
        <p className="mt-4 text-muted">
          With the username and this PIN anybody can take over the account. Tell it to {name} and to nobody
          else.
        </p>
      }
    >
      {(show) => <IssuePinForm {...props} onMade={show} />}
    </ShownOnce>
  );
}

function IssuePinForm({
  id,
  org,
  userId,
  name,
  usual,
  issue,
  onMade,
}: IssuePinProps & { onMade: (pin: string) => void }) {
  const [draft, setDraft] = useState<PinDraft>(usualPin("system", usual));
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { pin, issues } = readPinDraft(draft);

  async function make() {
    setTried(true);
    setProblem(null);
    if (Object.keys(issues).length > 0) return;
    const result = await answered(issue(org, { userId, pin }), { isTyped: true });
    if (result.ok) onMade(result.value.pin);
    else setProblem(result.error.message);
  }

  return (
    <form action={make} noValidate>
      <div className="grid gap-4">
        {problem && (
          <Alert tone="error" live>
            {problem}
          </Alert>
        )}
        <p className="text-muted">
          With the PIN and their username, {name} chooses a password and activates the account. One that was
          issued before stops working.
        </p>
        <div
          onChange={(event) => {
            const { name: field, value } = event.target as HTMLInputElement;
            if (field === "source") setDraft({ ...draft, source: value === "own" ? "own" : "system" });
          }}
        >
          <RadioGroup
            legend={<span className="sr-only">Digits</span>}
            name="source"
            defaultValue="system"
            options={[
              { value: "system", label: "Made for me" },
              { value: "own", label: "My own 6 digits" },
            ]}
          />
        </div>
        <NewPinFields draft={draft} onChange={setDraft} issues={tried ? issues : {}} />
      </div>
      <DialogActions>
        <Button {...closes(id)}>Cancel</Button>
        <SubmitButton>Issue the PIN</SubmitButton>
      </DialogActions>
    </form>
  );
}
