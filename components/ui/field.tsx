import { type ReactNode, useId } from "react";
import { FieldError } from "@/components/ui/field-error";

/** What a field hands to its control; spread it on. */
export type FieldControl = {
  id: string;
  required?: boolean;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
};

type FieldProps = {
  label: ReactNode;
  /** A sentence under the label that stays, unlike a placeholder. */
  hint?: ReactNode;
  /** All that is wrong with the value, not only the first. */
  error?: string | string[];
  required?: boolean;
  /** Says "optional" beside the label. */
  optional?: boolean;
  /** Beside the label at the far end, such as a link. */
  aside?: ReactNode;
  /** The control's id; one is made when it is not given. */
  id?: string;
  children: (control: FieldControl) => ReactNode;
};

/** A label, a control, its hint and its errors, wired together for screen readers. */
export function Field({ label, hint, error, required, optional, aside, id, children }: FieldProps) {
  const madeId = useId();
  const controlId = id ?? madeId;
  const errors = [error ?? []].flat();
  const hintId = hint ? `${controlId}-hint` : undefined;
  const errorId = errors.length > 0 ? `${controlId}-error` : undefined;
  const describedBy = [hintId, errorId].filter(Boolean).join(" ");
  return (
    <div className="relative grid min-w-0 gap-1.5">
      <label htmlFor={controlId} className="font-medium">
        {label}
        {optional && <span className="ms-1.5 text-dense font-normal text-muted">optional</span>}
      </label>
      {hint && (
        <p id={hintId} className="-mt-1 text-dense text-muted">
          {hint}
        </p>
      )}
      {children({
        id: controlId,
        required: required || undefined,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": errors.length > 0 || undefined,
      })}
      <FieldError id={errorId} errors={errors} />
      {/* Beside the label, and by keyboard after the control. */}
      {aside && <span className="absolute end-0 top-0.5 text-dense">{aside}</span>}
    </div>
  );
}
