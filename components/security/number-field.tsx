import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import type { FormState } from "@/lib/form-state";

export type NumberFieldProps = {
  name: string;
  label: string;
  hint?: string;
  unit: string;
  /** What is kept now. */
  value: number;
  limits: { min: number; max: number };
  state: FormState;
};

/** A whole number within limits, with its unit. */
export function NumberField({ name, label, hint, unit, value, limits, state }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint} error={state.fields?.[name]}>
      {(control) => (
        <TextInput
          {...control}
          {...limits}
          name={name}
          type="number"
          inputMode="numeric"
          defaultValue={state.values?.[name]?.[0] ?? value}
          suffix={unit}
          className="max-w-44"
        />
      )}
    </Field>
  );
}
