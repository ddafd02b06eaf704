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
import { KEY_DAYS_CHOICES, KEY_DAYS_USUAL, OVERLAP_DAYS_CHOICES, type Rotation } from "@/lib/api-keys/input";
import type { Result } from "@/lib/result";

type RotateKeyProps = {
  org: string;
  keyId: string;
  name: string;
  /** There is nothing to press then; the dialog stays, as it may still show the new key. */
  isReplaced: boolean;
  rotate: (org: string, input: Rotation & { keyId: string }) => Promise<Result<{ secret: string }>>;
};

const OVERLAP_DAYS_USUAL = 7;

/** The button that makes a new key in another one's place, which is shown this once. */
export function RotateKey(props: RotateKeyProps) {
  const id = `rotate-${props.keyId}`;
  return (
    <>
      {!props.isReplaced && (
        <Button size="sm" {...opens(id)} aria-label={`Replace ${props.name}`}>
          Replace
        </Button>
      )}
      <ShownOnce
        id={id}
        title={`Replace the key ${props.name}`}
        label="New key"
        hint="Shown only now. Keep it where the program keeps its secrets."
        copyLabel="Copy key"
      >
        {(show) => <RotateForm {...props} id={id} onMade={show} />}
      </ShownOnce>
    </>
  );
}

type RotateFormProps = RotateKeyProps & { id: string; onMade: (secret: string) => void };

function RotateForm({ id, org, keyId, rotate, onMade }: RotateFormProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [overlapDays, expiresInDays] = [Number(form.get("overlapDays")), Number(form.get("expiresInDays"))];
    setPending(true);
    const result = await answered(rotate(org, { keyId, overlapDays, expiresInDays }));
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
        <p className="text-muted">
          The new key has the same name and scopes, and acts in your name. When the old one was used last
          stays in the list, so that you see whether the program has changed over.
        </p>
        <Field label="The old key holds for" hint="Where it has leaked, not at all.">
          {(control) => (
            <Select
              {...control}
              name="overlapDays"
              defaultValue={String(OVERLAP_DAYS_USUAL)}
              options={OVERLAP_DAYS_CHOICES.map((days) => ({ value: String(days), label: inWords(days) }))}
            />
          )}
        </Field>
        <Field label="The new key is good for">
          {(control) => (
            <Select
              {...control}
              name="expiresInDays"
              defaultValue={String(KEY_DAYS_USUAL)}
              options={KEY_DAYS_CHOICES.map((days) => ({ value: String(days), label: `${days} days` }))}
            />
          )}
        </Field>
      </div>
      <DialogActions>
        <Button {...closes(id)}>Cancel</Button>
        <SubmitButton pending={pending}>Make the new key</SubmitButton>
      </DialogActions>
    </form>
  );
}

function inWords(days: number): string {
  if (days === 0) return "Not at all";
  return days === 1 ? "1 day" : `${days} days`;
}
