"use client";

import { useState } from "react";
import { DaysSelect } from "@/components/scim/days-select";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { closes, opens } from "@/components/ui/invoker";
import { ShownOnce } from "@/components/ui/shown-once";
import { SubmitButton } from "@/components/ui/submit-button";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type RotateTokenProps = {
  org: string;
  connectionId: string;
  name: string;
  rotate: (
    org: string,
    input: { connectionId: string; expiresInDays: number },
  ) => Promise<Result<{ secret: string }>>;
};

/** The button that makes a connection another token, and shows it this once. */
export function RotateToken({ org, connectionId, name, rotate }: RotateTokenProps) {
  const id = `rotate-${connectionId}`;
  return (
    <>
      <Button size="sm" {...opens(id)} aria-label={`New token for ${name}`}>
        New token
      </Button>
      <ShownOnce
        id={id}
        title={`New token for ${name}`}
        label="Token"
        hint="Shown only now. Put it into the directory’s provisioning settings within a day."
        copyLabel="Copy token"
      >
        {(show) => (
          <RotateForm
            id={id}
            send={(days) => rotate(org, { connectionId, expiresInDays: days })}
            onMade={show}
          />
        )}
      </ShownOnce>
    </>
  );
}

type RotateFormProps = {
  id: string;
  send: (days: number) => Promise<Result<{ secret: string }>>;
  onMade: (token: string) => void;
};

function RotateForm({ id, send, onMade }: RotateFormProps) {
  const [problem, setProblem] = useState<string | null>(null);

  async function make(form: FormData) {
    const result = await answered(send(Number(form.get("expiresInDays"))));
    if (result.ok) return onMade(result.value.secret);
    setProblem(result.error.message);
  }

  return (
    <form action={make}>
      <div className="grid gap-4">
        {problem && (
          <Alert tone="error" live>
            {problem}
          </Alert>
        )}
        <p>The tokens before it go on for 24 hours. From now on the connection acts in your name.</p>
        <DaysSelect />
      </div>
      <DialogActions>
        <Button {...closes(id)}>Cancel</Button>
        <SubmitButton>Make the token</SubmitButton>
      </DialogActions>
    </form>
  );
}
