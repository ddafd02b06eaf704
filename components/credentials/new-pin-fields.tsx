"use client";

import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import type { PinDraft } from "@/lib/credentials/pins/draft";
import { type NewPin, PIN_DIGITS, PIN_LIMITS } from "@/lib/credentials/pins/shape";

type NewPinFieldsProps = {
  draft: PinDraft;
  onChange: (draft: PinDraft) => void;
  /** What is wrong, by field, once it is time to say so. */
  issues: Partial<Record<keyof NewPin, string>>;
};

/** The digits, where they are one's own, and how often and for how long the PIN works. */
export function NewPinFields({ draft, onChange, issues }: NewPinFieldsProps) {
  const take = (field: "digits" | "uses" | "hours") => (event: { target: { value: string } }) =>
    onChange({ ...draft, [field]: event.target.value });
  return (
    <>
      {draft.source === "own" && (
        <Field label="PIN" hint={`${PIN_DIGITS} digits without a pattern.`} error={issues.digits}>
          {(control) => (
            <TextInput
              {...control}
              inputMode="numeric"
              autoComplete="off"
              maxLength={PIN_DIGITS + 2}
              value={draft.digits}
              onChange={take("digits")}
            />
          )}
        </Field>
      )}
      <div className="grid grid-cols-2 gap-4">
        <Field label="Times it works" error={issues.uses}>
          {(control) => (
            <TextInput
              {...control}
              type="number"
              min={1}
              max={PIN_LIMITS.usesMax}
              value={draft.uses}
              onChange={take("uses")}
            />
          )}
        </Field>
        <Field label="Expires after hours" error={issues.hours}>
          {(control) => (
            <TextInput
              {...control}
              type="number"
              min={1}
              max={PIN_LIMITS.hoursMax}
              value={draft.hours}
              onChange={take("hours")}
            />
          )}
        </Field>
      </div>
    </>
  );
}
