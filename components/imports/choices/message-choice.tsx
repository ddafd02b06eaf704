"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Notify } from "@/lib/imports/choices";

const LABELS: Record<Notify, string> = {
  none: "None until somebody sends it",
  email: "A link by e-mail, at once",
};

type Props = {
  notify: Notify;
  choose: (notify: Notify) => void;
  /** Whether e-mail may be chosen. */
  canSend: boolean;
  hasPasswords: boolean;
};

/** Which message new people get, and by which method. */
export function MessageChoice({ notify, choose, canSend, hasPasswords }: Props) {
  const options: Notify[] = canSend ? ["none", "email"] : ["none"];
  return (
    <Field
      label="Message"
      hint={
        hasPasswords
          ? "Whoever has a password in the file gets no link: it is theirs until they sign in, and then they choose another."
          : "By the link they choose their own password. It goes to the access email."
      }
    >
      {(control) => (
        <Select
          {...control}
          value={notify}
          options={options.map((value) => ({ value, label: LABELS[value] }))}
          onChange={(event) => choose(event.target.value as Notify)}
        />
      )}
    </Field>
  );
}
