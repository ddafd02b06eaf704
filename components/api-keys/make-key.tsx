"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { closes } from "@/components/ui/invoker";
import { Select } from "@/components/ui/select";
import { ShownOnce } from "@/components/ui/shown-once";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { answered } from "@/lib/answered";
import { KEY_DAYS_CHOICES, KEY_DAYS_USUAL, type NewApiKey } from "@/lib/api-keys/input";
import type { ApiScope } from "@/lib/api-keys/scopes";
import type { Result } from "@/lib/result";

type MakeKeyProps = {
  id: string;
  org: string;
  scopes: { value: ApiScope; hint: string }[];
  make: (org: string, input: NewApiKey) => Promise<Result<{ secret: string }>>;
};

/** Makes a key, and shows its secret this once. */
export function MakeKey(props: MakeKeyProps) {
  return (
    <ShownOnce
      id={props.id}
      title="Make an API key"
      label="Key"
      hint="Shown only now. Keep it where the program keeps its secrets."
      copyLabel="Copy key"
    >
      {(show) => <NewKeyForm {...props} onMade={show} />}
    </ShownOnce>
  );
}

function NewKeyForm({ id, org, scopes, make, onMade }: MakeKeyProps & { onMade: (secret: string) => void }) {
  const [problems, setProblems] = useState<string[]>([]);

  async function send(form: FormData) {
    const name = form.get("name");
    const given = {
      name: typeof name === "string" ? name : "",
      scopes: scopes.map(({ value }) => value).filter((scope) => form.getAll("scopes").includes(scope)),
      expiresInDays: Number(form.get("expiresInDays")),
    };
    const result = await answered(make(org, given), { isTyped: true });
    if (result.ok) return onMade(result.value.secret);
    const { issues = [], message } = result.error;
    setProblems(issues.length > 0 ? issues.map((issue) => issue.message) : [message]);
  }

  return (
    <form action={send}>
      <div className="grid gap-4">
        {problems.length > 0 && (
          <Alert tone="error" live>
            {problems.join(" ")}
          </Alert>
        )}
        <Field label="Name" hint="Such as the program that will use it." required>
          {(control) => <TextInput {...control} name="name" maxLength={100} autoComplete="off" />}
        </Field>
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 font-medium">Scopes</legend>
          {scopes.map(({ value, hint }) => (
            <Checkbox key={value} name="scopes" value={value} label={value} hint={hint} />
          ))}
        </fieldset>
        <Field label="Good for">
          {(control) => (
            <Select
              {...control}
              name="expiresInDays"
              defaultValue={KEY_DAYS_USUAL}
              options={KEY_DAYS_CHOICES.map((days) => ({ value: String(days), label: `${days} days` }))}
            />
          )}
        </Field>
      </div>
      <DialogActions>
        <Button {...closes(id)}>Cancel</Button>
        <SubmitButton>Make the key</SubmitButton>
      </DialogActions>
    </form>
  );
}
