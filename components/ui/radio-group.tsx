import { type ReactNode, useId } from "react";
import { cx } from "@/components/ui/cx";
import { FieldError } from "@/components/ui/field-error";

export type RadioOption = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean };

type RadioGroupProps = {
  legend: ReactNode;
  name: string;
  options: RadioOption[];
  defaultValue?: string;
  hint?: ReactNode;
  error?: string | string[];
  required?: boolean;
  /** `cards` for a decision with room for its reasons, `list` for a plain one. */
  variant?: "list" | "cards";
};

/** One of a few, all of them in sight. */
export function RadioGroup({
  legend,
  name,
  options,
  hint,
  error,
  variant = "list",
  ...rest
}: RadioGroupProps) {
  const groupId = useId();
  const errors = [error ?? []].flat();
  const hintId = hint ? `${groupId}-hint` : undefined;
  const errorId = errors.length > 0 ? `${groupId}-error` : undefined;
  return (
    <fieldset aria-describedby={[hintId, errorId].filter(Boolean).join(" ") || undefined} className="min-w-0">
      <legend className="font-medium">{legend}</legend>
      {hint && (
        <p id={hintId} className="mt-0.5 text-dense text-muted">
          {hint}
        </p>
      )}
      <div className={cx("mt-2 grid", variant === "cards" ? "gap-2" : "gap-2.5")}>
        {options.map((option) => (
          <label key={option.value} className={cx("flex items-start gap-2.5", variant === "cards" && card)}>
            <input
              type="radio"
              className="radio radio-sm mt-px"
              name={name}
              value={option.value}
              disabled={option.disabled}
              required={rest.required}
              defaultChecked={option.value === rest.defaultValue}
              aria-invalid={errors.length > 0 || undefined}
            />
            <span className={cx("min-w-0", option.disabled && "text-muted")}>
              <span className={variant === "cards" ? "font-medium" : undefined}>{option.label}</span>
              {option.hint && <span className="block text-dense text-muted">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      <div className={errors.length > 0 ? "mt-1.5" : undefined}>
        <FieldError id={errorId} errors={errors} />
      </div>
    </fieldset>
  );
}

const card =
  "cursor-pointer rounded-box border border-line p-3 hover:border-control has-checked:border-primary has-checked:bg-primary/6";
