"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";

type Props = {
  /** As the browser's own field writes it, such as 2026-12-01T08:00; null for now. */
  moment: string | null;
  choose: (moment: string | null) => void;
};

/** When the import is carried out: now, or at a moment in the time zone of whoever chooses. */
export function GoLiveChoice({ moment, choose }: Props) {
  return (
    <>
      <Field label="When" hint="Until then nothing is written, and it can be called off.">
        {(control) => (
          <Select
            {...control}
            value={moment === null ? "now" : "later"}
            options={[
              { value: "now", label: "Now" },
              { value: "later", label: "At a date and time" },
            ]}
            onChange={(event) => choose(event.target.value === "now" ? null : "")}
          />
        )}
      </Field>
      {moment !== null && (
        <Field
          label="Go live at"
          required
          hint={`In your time zone, ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`}
        >
          {(control) => (
            <TextInput
              {...control}
              type="datetime-local"
              value={moment}
              onChange={(event) => choose(event.target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}
