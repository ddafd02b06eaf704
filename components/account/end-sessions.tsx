"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { FieldError } from "@/components/ui/field-error";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormState } from "@/lib/form-state";

type Props = {
  /** A session's id, or all but this one. */
  which: string;
  label: string;
  /** What a screen reader says in its place. */
  spoken?: string;
  end: (state: FormState, form: FormData) => Promise<FormState>;
};

/** The button that signs out elsewhere. */
export function EndSessions({ which, label, spoken, end }: Props) {
  const { state, pending, form } = useKeptForm(end);
  return (
    <form {...form}>
      <input type="hidden" name="which" value={which} />
      <SubmitButton variant="secondary" size="sm" pending={pending} aria-label={spoken}>
        {label}
      </SubmitButton>
      <FieldError errors={state.error ? [state.error] : []} />
    </form>
  );
}
