"use client";

import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { credentialsOf, settingInfo, settingOf, settingsFor, WAYS } from "@/lib/credentials/password-setting";
import { type ImportChoices, type Notify, WELCOME_KINDS } from "@/lib/imports/choices";
import { KIND_INFO } from "@/lib/messages/kinds";

type Sending = Pick<ImportChoices, "notify" | "message" | "password">;

type Props = {
  chosen: Sending;
  choose: (chosen: Partial<Sending>) => void;
  /** Whether credentials may be given. */
  canSend: boolean;
  hasPasswords: boolean;
};

const CLOSED = "You may not give credentials. Somebody who may can do it after the import.";

/** Who hears of the import, and how: every way is in sight, also that nobody does. */
export function MessageChoice({ chosen, choose, canSend, hasPasswords }: Props) {
  const id = useId();
  const place = hasPasswords ? "rowsWithPasswords" : "rows";
  const open = settingsFor(place, canSend);
  const setting = settingOf(chosen, hasPasswords);
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">What new people are told</legend>
      <div className="mt-2 grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
        {settingsFor(place, true).map((value) => {
          const { label, hint } = settingInfo(value, place);
          const isClosed = !open.includes(value);
          return (
            <label key={value} className={CARD}>
              <input
                type="radio"
                name={`${id}-notify`}
                className="radio radio-sm mt-px"
                aria-describedby={`${id}-${value}`}
                checked={setting === value}
                disabled={isClosed}
                onChange={() => choose(credentialsOf(value, chosen.notify))}
              />
              <span className="min-w-0">
                <span className="font-medium">{label}</span>
                <span id={`${id}-${value}`} className="block text-dense text-muted">
                  {isClosed ? CLOSED : hint}
                </span>
              </span>
            </label>
          );
        })}
      </div>
      {WAYS[setting].length > 1 && (
        <div className="mt-3 grid max-w-2xl gap-x-5 gap-y-3 sm:grid-cols-2">
          <Field label="By" hint={WAY_HINTS[chosen.notify]}>
            {(control) => (
              <Select
                {...control}
                value={chosen.notify}
                options={WAYS[setting].map((value) => ({ value, label: WAY_LABELS[value] }))}
                onChange={(event) => choose({ notify: event.target.value as Notify })}
              />
            )}
          </Field>
          {setting === "linkSent" && (
            <Field label="Message" hint={KIND_INFO[chosen.message].description}>
              {(control) => (
                <Select
                  {...control}
                  value={chosen.message}
                  options={WELCOME_KINDS.map((value) => ({ value, label: KIND_INFO[value].label }))}
                  onChange={(event) => choose({ message: event.target.value as Sending["message"] })}
                />
              )}
            </Field>
          )}
        </div>
      )}
    </fieldset>
  );
}

const WAY_LABELS: Record<Notify, string> = {
  none: "Nothing",
  email: "E-mail",
  sms: "SMS",
  both: "E-mail and SMS",
};

const WAY_HINTS: Record<Notify, string> = {
  none: "",
  email: "To the access email.",
  sms: "To the mobile phone. Who has none gets nothing.",
  both: "To the access email, and to the mobile phone of whoever has one.",
};

const CARD =
  "flex cursor-pointer items-start gap-2.5 rounded-box border border-line p-3 hover:border-control has-checked:border-primary has-checked:bg-primary/6";
