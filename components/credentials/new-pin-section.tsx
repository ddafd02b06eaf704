"use client";

import { NewPinFields } from "@/components/credentials/new-pin-fields";
import { RadioGroup } from "@/components/ui/radio-group";
import { Section } from "@/components/ui/section";
import { type PinDraft, type UsualPin, usualPin } from "@/lib/credentials/pins/draft";
import type { NewPin } from "@/lib/credentials/pins/shape";

type NewPinSectionProps = {
  /** Null for no PIN. */
  draft: PinDraft | null;
  usual: UsualPin;
  onChange: (draft: PinDraft | null) => void;
  issues: Partial<Record<keyof NewPin, string>>;
};

/** Whether whoever is added gets a PIN to activate the account with, and which. */
export function NewPinSection({ draft, usual, onChange, issues }: NewPinSectionProps) {
  function choose(value: string) {
    if (value !== "system" && value !== "own") return onChange(null);
    onChange(draft ? { ...draft, source: value } : usualPin(value, usual));
  }
  return (
    <Section
      title="PIN"
      description="Six digits with which they activate the account, together with the username. It is shown to you once."
    >
      <div
        onChange={(event) => {
          const { name, value } = event.target as HTMLInputElement;
          if (name === "pinSource") choose(value);
        }}
      >
        <RadioGroup
          legend={<span className="sr-only">PIN</span>}
          name="pinSource"
          defaultValue={draft?.source ?? "none"}
          options={[
            { value: "none", label: "No PIN" },
            { value: "system", label: "Made for me" },
            { value: "own", label: "My own 6 digits" },
          ]}
        />
      </div>
      {draft && <NewPinFields draft={draft} onChange={onChange} issues={issues} />}
    </Section>
  );
}
