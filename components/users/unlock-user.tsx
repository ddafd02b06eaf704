"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { FieldError } from "@/components/ui/field-error";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormState } from "@/lib/form-state";

type Props = { name: string; unlock: (state: FormState, form: FormData) => Promise<FormState> };

/** The button beside the status of a locked account. */
export function UnlockUser({ name, unlock }: Props) {
  const { state, pending, form } = useKeptForm(unlock);
  return (
    <form {...form} className="flex flex-wrap items-center gap-2">
      <SubmitButton variant="secondary" size="sm" pending={pending} aria-label={`Unlock ${name}`}>
        Unlock
      </SubmitButton>
      <FieldError errors={state.error ? [state.error] : []} />
    </form>
  );
}
