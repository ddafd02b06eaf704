"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import {
  EXTENSION_TYPE_HINTS,
  EXTENSION_TYPE_LABELS,
  EXTENSION_TYPES,
  type ExtensionType,
  extensionType,
} from "@/lib/telephony/words";

export type Kind = { type: ExtensionType; forceLogin: boolean };

type ExtensionKindProps = Kind & { change: (kind: Kind) => void; disabled?: boolean; label?: string };

/** Of which type an extension is, and whether its user has to be signed in. */
export function ExtensionKind({ type, forceLogin, change, disabled, label = "Type" }: ExtensionKindProps) {
  return (
    <>
      <Field label={label} hint={EXTENSION_TYPE_HINTS[type]}>
        {(control) => (
          <Select
            {...control}
            disabled={disabled}
            value={type}
            onChange={(event) => change({ type: extensionType(event.target.value), forceLogin })}
            options={EXTENSION_TYPES.map((value) => ({ value, label: EXTENSION_TYPE_LABELS[value] }))}
          />
        )}
      </Field>
      <Checkbox
        label="Force login"
        hint="Calls come and go only while its user is signed in here."
        disabled={disabled}
        checked={forceLogin}
        onChange={(event) => change({ type, forceLogin: event.target.checked })}
      />
    </>
  );
}
