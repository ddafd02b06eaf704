"use client";

import type { ReactNode } from "react";
import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import type { ButtonLook } from "@/components/ui/button-look";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormState } from "@/lib/form-state";

type ActFormProps = Pick<ButtonLook, "variant" | "size"> & {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  label: string;
  /** Where the words of the button alone do not say what is meant. */
  ariaLabel?: string;
  icon?: ReactNode;
};

/** A button that does one thing, with or without script, and says why when it does not. */
export function ActForm({
  action,
  label,
  ariaLabel,
  icon,
  variant = "secondary",
  size = "md",
}: ActFormProps) {
  const { state, pending, form } = useKeptForm(action);
  return (
    <form {...form} className="grid gap-2">
      <div>
        <SubmitButton variant={variant} size={size} icon={icon} aria-label={ariaLabel} pending={pending}>
          {label}
        </SubmitButton>
      </div>
      {state.error && (
        <Alert tone="error" live>
          {state.error}
        </Alert>
      )}
    </form>
  );
}
