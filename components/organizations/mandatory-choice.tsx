import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { OrganizationValues } from "@/lib/organizations/input";
import { MANDATORY_PRESETS, presetOf } from "@/lib/organizations/mandatory-presets";

type MandatoryChoiceProps = {
  form: UseFormReturn<OrganizationValues>;
  /** The fields that may be asked for beyond the usual ones. */
  fields: { value: string; label: string }[];
};

/** Which fields are mandatory: as organizations usually have it, or one by one. */
export function MandatoryChoice({ form, fields }: MandatoryChoiceProps) {
  const [last, setLast] = useState<string>();
  const chosen = presetOf(form.watch("mandatoryFields"), last)?.value ?? "";
  return (
    <>
      <Field label="Usual choices" hint="Each sets the boxes below.">
        {(control) => (
          <Select
            {...control}
            value={chosen}
            placeholder={chosen === "" ? "Your own choice" : undefined}
            onChange={(event) => {
              const preset = MANDATORY_PRESETS.find(({ value }) => value === event.target.value);
              if (!preset) return;
              setLast(preset.value);
              const fields = [...preset.fields] as OrganizationValues["mandatoryFields"];
              form.setValue("mandatoryFields", fields, { shouldDirty: true });
            }}
            options={MANDATORY_PRESETS.map(({ value, label }) => ({ value, label }))}
          />
        )}
      </Field>
      <div className="grid gap-2.5">
        {fields.map(({ value, label }) => (
          <Checkbox key={value} {...form.register("mandatoryFields")} value={value} label={label} />
        ))}
      </div>
    </>
  );
}
