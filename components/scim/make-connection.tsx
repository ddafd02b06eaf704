"use client";

import { useState } from "react";
import { DaysSelect } from "@/components/scim/days-select";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { closes } from "@/components/ui/invoker";
import { ShownOnce } from "@/components/ui/shown-once";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import type { NewScimConnection } from "@/lib/scim/connection-input";

type MakeConnectionProps = {
  id: string;
  org: string;
  make: (org: string, input: NewScimConnection) => Promise<Result<{ secret: string }>>;
};

/** Makes a connection, and shows its token this once. */
export function MakeConnection(props: MakeConnectionProps) {
  return (
    <ShownOnce
      id={props.id}
      title="Make a SCIM connection"
      label="Token"
      hint="Shown only now. Put it into the directory’s provisioning settings as its secret token."
      copyLabel="Copy token"
    >
      {(show) => <NewConnectionForm {...props} onMade={show} />}
    </ShownOnce>
  );
}

function NewConnectionForm({
  id,
  org,
  make,
  onMade,
}: MakeConnectionProps & { onMade: (token: string) => void }) {
  const [problems, setProblems] = useState<string[]>([]);

  async function send(form: FormData) {
    const name = form.get("name");
    const given = {
      name: typeof name === "string" ? name : "",
      sendsInvitations: form.has("sendsInvitations"),
      writesRoles: form.has("writesRoles"),
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
        <Field label="Name" hint="Such as the directory that will use it." required>
          {(control) => <TextInput {...control} name="name" maxLength={100} autoComplete="off" />}
        </Field>
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 font-medium">Settings</legend>
          <Checkbox
            name="sendsInvitations"
            label="Invite new people by e-mail"
            hint="Each gets a link to activate the account with. Leave it out where people sign in through the directory."
          />
          <Checkbox
            name="writesRoles"
            label="Let it change roles"
            hint="Without it, roles are read and everybody new is a user."
          />
        </fieldset>
        <DaysSelect />
      </div>
      <DialogActions>
        <Button {...closes(id)}>Cancel</Button>
        <SubmitButton>Make the connection</SubmitButton>
      </DialogActions>
    </form>
  );
}
