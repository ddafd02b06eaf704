"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import type { FormState } from "@/lib/form-state";

type ReplyFormProps = {
  id: string;
  requestId: string;
  label: string;
  send: (state: FormState, form: FormData) => Promise<FormState>;
};

/** Says something in a request. */
export function ReplyForm({ id, requestId, label, send }: ReplyFormProps) {
  const { state, pending, form } = useKeptForm(send);
  return (
    <form {...form} noValidate className="grid max-w-2xl gap-4">
      {state.error && (
        <Alert tone="error" live>
          {state.error}
        </Alert>
      )}
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="requestId" value={requestId} />
      <Field label={label} required error={state.fields?.words}>
        {(control) => (
          <Textarea
            {...control}
            name="words"
            rows={4}
            maxLength={5000}
            defaultValue={state.values?.words?.[0] ?? ""}
          />
        )}
      </Field>
      <div>
        <SubmitButton pending={pending}>Send {label.toLowerCase()}</SubmitButton>
      </div>
    </form>
  );
}
