"use client";

import type { ReactNode } from "react";
import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormState } from "@/lib/form-state";

/** What a card of the security page is given: how it is saved, and whether its visitor may. */
export type PolicyCardProps = {
  save: (state: FormState, form: FormData) => Promise<FormState>;
  /** For those who may look and not change. */
  readOnly: boolean;
};

type Props = PolicyCardProps & {
  title: string;
  description: ReactNode;
  /** The fields, for what the last answer said of them. */
  children: (state: FormState) => ReactNode;
};

/** A part of the organization's security with a form of its own, which works without script too. */
export function PolicyCard({ title, description, save, readOnly, children }: Props) {
  const { state, pending, form } = useKeptForm(save);
  return (
    <Card title={title} description={description}>
      <form {...form} className="grid gap-4">
        {state.done && (
          <Alert tone="success" live>
            {state.done}
          </Alert>
        )}
        {state.error && (
          <Alert tone="error" live>
            {state.error}
          </Alert>
        )}
        <fieldset disabled={readOnly} className="grid gap-4">
          <legend className="sr-only">{title}</legend>
          {children(state)}
        </fieldset>
        {!readOnly && (
          <div>
            <SubmitButton variant="secondary" pending={pending}>
              Save<span className="sr-only"> {title.toLowerCase()}</span>
            </SubmitButton>
          </div>
        )}
      </form>
    </Card>
  );
}
