import { type ComponentProps, type ReactNode, useId } from "react";
import { FieldError } from "@/components/ui/field-error";

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "size"> & {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | string[];
  /** Says "on or off from now" in place of "chosen or not": for what takes effect without a form. */
  asSwitch?: boolean;
};

/** A choice of yes or no, with its words beside it; the words can be pressed too. */
export function Checkbox({ label, hint, error, id, asSwitch, ...rest }: CheckboxProps) {
  const madeId = useId();
  const controlId = id ?? madeId;
  const errors = [error ?? []].flat();
  const hintId = hint ? `${controlId}-hint` : undefined;
  const errorId = errors.length > 0 ? `${controlId}-error` : undefined;
  return (
    <div className="grid gap-1">
      <div className="flex items-start gap-2.5">
        <input
          {...rest}
          id={controlId}
          type="checkbox"
          role={asSwitch ? "switch" : undefined}
          className={asSwitch ? "toggle toggle-sm mt-px" : "checkbox checkbox-sm mt-px"}
          aria-describedby={[hintId, errorId].filter(Boolean).join(" ") || undefined}
          aria-invalid={errors.length > 0 || undefined}
        />
        <div className="min-w-0">
          <label htmlFor={controlId} className={rest.disabled ? "text-muted" : undefined}>
            {label}
          </label>
          {hint && (
            <p id={hintId} className="text-dense text-muted">
              {hint}
            </p>
          )}
        </div>
      </div>
      <FieldError id={errorId} errors={errors} />
    </div>
  );
}
