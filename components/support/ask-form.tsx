"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { shrinkPicture } from "@/components/support/shrink-picture";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import type { FormState } from "@/lib/form-state";
import { URGENCIES, URGENCY_HINTS, URGENCY_LABELS } from "@/lib/support/states";

type AskFormProps = {
  id: string;
  kinds: string[];
  /** The path of the page that they came from. */
  from: string;
  /** For those who look on as somebody else. */
  readOnly: boolean;
  send: (state: FormState, form: FormData) => Promise<FormState>;
};

/** Asks support: what about, how urgent, in words, and with a picture. It works without script too. */
export function AskForm({ id, kinds, from, readOnly, send }: AskFormProps) {
  const { state, pending, form } = useKeptForm(send);
  const { fields = {} } = state;
  return (
    <form {...form} noValidate className="grid max-w-2xl gap-4">
      {state.error && (
        <Alert tone="error" live>
          {state.error}
        </Alert>
      )}
      <fieldset disabled={readOnly} className="grid gap-4">
        <legend className="sr-only">Ask support</legend>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="from" value={from} />
        <Field label="About" required error={fields.kind}>
          {(control) => (
            <Select
              {...control}
              name="kind"
              placeholder="Choose"
              defaultValue={state.values?.kind?.[0] ?? ""}
              options={kinds.map((kind) => ({ value: kind, label: kind }))}
              className="max-w-80"
            />
          )}
        </Field>
        <RadioGroup
          legend="Urgency"
          name="urgency"
          defaultValue={state.values?.urgency?.[0] ?? "normal"}
          options={URGENCIES.map((value) => ({
            value,
            label: URGENCY_LABELS[value],
            hint: URGENCY_HINTS[value],
          }))}
          error={fields.urgency}
        />
        <Field
          label="What do you need?"
          hint="What you did, what happened, and what you expected. Leave passwords out."
          required
          error={fields.words}
        >
          {(control) => (
            <Textarea
              {...control}
              name="words"
              rows={6}
              maxLength={5000}
              defaultValue={state.values?.words?.[0] ?? ""}
            />
          )}
        </Field>
        <Field
          label="Screenshot"
          hint="A PNG or JPEG. A large one is made smaller; only support and you see it."
          error={fields.screenshot}
          optional
        >
          {(control) => (
            <input
              {...control}
              type="file"
              name="screenshot"
              accept="image/png,image/jpeg"
              onChange={({ currentTarget }) => shrinkPicture(currentTarget)}
              className="text-dense text-muted file:me-3 file:cursor-pointer file:rounded-field file:border file:border-solid file:border-line file:bg-base-100 file:px-3 file:py-1.5 file:font-medium file:text-base-content"
            />
          )}
        </Field>
      </fieldset>
      {!readOnly && (
        <div>
          <SubmitButton pending={pending}>Send request</SubmitButton>
        </div>
      )}
    </form>
  );
}
