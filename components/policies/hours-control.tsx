import { useState } from "react";
import type { PolicyControlProps } from "@/components/policies/policy-control";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";
import { Switch } from "@/components/ui/switch";
import { TextInput } from "@/components/ui/text-input";
import type { SignInHours } from "@/lib/policies/hours";

type HoursControlProps = Omit<PolicyControlProps, "value"> & { value: SignInHours | null };

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** At any time, or on some days from a time of day until another. */
export function HoursControl({ policy, value, disabled, error, onChange, onLeave }: HoursControlProps) {
  const { key, label, does } = policy;
  const [zones, setZones] = useState<string[]>([]);
  const part = (fields: Partial<SignInHours>, isTyped: boolean) =>
    value && onChange({ ...value, ...fields }, isTyped);

  return (
    <fieldset disabled={disabled} className="grid gap-2.5" aria-describedby={`${key}-error`}>
      <legend className="sr-only">{label}</legend>
      <Switch
        label={<span className="font-medium">{label}</span>}
        hint={does}
        checked={value !== null}
        onChange={({ target }) => onChange(target.checked ? usualHours() : null, false)}
      />
      {value && (
        <div className="grid gap-3 ps-11">
          <div className="flex flex-wrap gap-x-5 gap-y-2">
            {DAYS.map((day, index) => (
              <Checkbox
                key={day}
                label={day}
                checked={value.days.includes(index + 1)}
                onChange={({ target }) =>
                  part(
                    {
                      days: target.checked
                        ? [...value.days, index + 1].sort((one, other) => one - other)
                        : value.days.filter((each) => each !== index + 1),
                    },
                    true,
                  )
                }
              />
            ))}
          </div>
          <div className="flex flex-wrap gap-3">
            {(["from", "until"] as const).map((end) => (
              <div key={end} className="w-36">
                <Field label={end === "from" ? "From" : "Until"}>
                  {(control) => (
                    <TextInput
                      {...control}
                      type="time"
                      value={value[end]}
                      onChange={({ target }) => part({ [end]: target.value }, true)}
                      onBlur={onLeave}
                    />
                  )}
                </Field>
              </div>
            ))}
            <div className="w-56">
              <Field label="Time zone">
                {(control) => (
                  <>
                    <TextInput
                      {...control}
                      list={`${key}-zones`}
                      value={value.zone}
                      autoComplete="off"
                      spellCheck={false}
                      onFocus={() => setZones(["UTC", ...Intl.supportedValuesOf("timeZone")])}
                      onChange={({ target }) => part({ zone: target.value }, true)}
                      onBlur={onLeave}
                    />
                    <datalist id={`${key}-zones`}>
                      {zones.map((zone) => (
                        <option key={zone} value={zone} />
                      ))}
                    </datalist>
                  </>
                )}
              </Field>
            </div>
          </div>
        </div>
      )}
      <FieldError id={`${key}-error`} errors={error ? [error] : []} />
    </fieldset>
  );
}

/** What whoever turns hours on begins with: the whole week, which shuts nobody out yet. */
const usualHours = (): SignInHours => ({
  days: [1, 2, 3, 4, 5, 6, 7],
  from: "00:00",
  until: "00:00",
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});
