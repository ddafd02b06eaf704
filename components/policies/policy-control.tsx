import { HoursControl } from "@/components/policies/hours-control";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import type { SignInHours } from "@/lib/policies/hours";
import type { PolicyState } from "@/lib/policies/state";

export type PolicyControlProps = {
  policy: Pick<PolicyState, "key" | "label" | "does" | "shape">;
  value: unknown;
  disabled: boolean;
  error: string | undefined;
  /** `isTyped` where more is likely to follow. */
  onChange: (value: unknown, isTyped: boolean) => void;
  onLeave: () => void;
};

/** What a policy's value is chosen or typed with, by its shape. */
export function PolicyControl(props: PolicyControlProps) {
  const { policy, value, disabled, error, onChange } = props;
  const { label, does, shape } = policy;
  switch (shape.kind) {
    case "yesNo":
      return (
        <Switch
          label={<span className="font-medium">{label}</span>}
          hint={does}
          error={error}
          disabled={disabled}
          checked={value === true}
          onChange={({ target }) => onChange(target.checked, false)}
        />
      );
    case "choices":
      return <ChoicesControl {...props} choices={shape.choices} />;
    case "hours":
      return <HoursControl {...props} value={value as SignInHours | null} />;
    case "choice":
      return (
        <Field label={label} hint={does} error={error}>
          {(control) => (
            <Select
              {...control}
              disabled={disabled}
              className="max-w-60"
              options={shape.choices}
              value={String(value)}
              onChange={({ target }) => onChange(target.value, false)}
            />
          )}
        </Field>
      );
    default:
      return <TypedControl {...props} />;
  }
}

function TypedControl({ policy, value, disabled, error, onChange, onLeave }: PolicyControlProps) {
  const { label, does, shape } = policy;
  const text = Array.isArray(value) ? value.join("\n") : String(value);
  return (
    <Field label={label} hint={does} error={error}>
      {(control) => {
        const common = {
          ...control,
          disabled,
          value: text,
          autoComplete: "off",
          spellCheck: false,
          onChange: ({ target }: { target: { value: string } }) => onChange(target.value, true),
          onBlur: onLeave,
        };
        if (shape.kind === "networks") return <Textarea {...common} rows={4} maxLength={10_000} />;
        if (shape.kind === "version") return <TextInput {...common} maxLength={30} className="max-w-44" />;
        if (shape.kind !== "number") return null;
        const { min, max, unit } = shape;
        return (
          <TextInput
            {...common}
            type="number"
            inputMode="numeric"
            min={min}
            max={max}
            suffix={unit}
            className="max-w-44"
          />
        );
      }}
    </Field>
  );
}

function ChoicesControl({
  policy: { key, label, does },
  choices,
  value,
  disabled,
  error,
  onChange,
}: PolicyControlProps & { choices: { value: string; label: string }[] }) {
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  return (
    <fieldset disabled={disabled} className="grid gap-2.5" aria-describedby={`${key}-does ${key}-error`}>
      <legend className="mb-1 font-medium">{label}</legend>
      <p id={`${key}-does`} className="text-dense text-muted">
        {does}
      </p>
      {choices.map((choice) => (
        <Checkbox
          key={choice.value}
          label={choice.label}
          checked={chosen.includes(choice.value)}
          onChange={({ target }) =>
            onChange(
              target.checked ? [...chosen, choice.value] : chosen.filter((each) => each !== choice.value),
              false,
            )
          }
        />
      ))}
      <FieldError id={`${key}-error`} errors={error ? [error] : []} />
    </fieldset>
  );
}
