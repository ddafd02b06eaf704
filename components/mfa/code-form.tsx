"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { FormState } from "@/lib/form-state";

type CodeFormProps = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  way: "totp" | "sms" | "recovery";
  label: string;
  hint: string;
  submit?: string;
  /** Off where nothing is signed in to. */
  mayRemember?: boolean;
  /** Off where it is not the first thing on the page. */
  autoFocus?: boolean;
};

/** Asks for a code; without script the form is sent as it is. */
export function CodeForm(props: CodeFormProps) {
  const { action, way, label, hint, submit = "Sign in", mayRemember = true, autoFocus = true } = props;
  const { state, pending, form } = useKeptForm(action);
  return (
    <form {...form} className="grid gap-4">
      {state.error && (
        <Alert tone="error" live>
          {state.error}
        </Alert>
      )}
      <input type="hidden" name="way" value={way} />
      <Field label={label} hint={hint} required>
        {(control) => (
          <TextInput
            {...control}
            name="code"
            inputMode={way === "recovery" ? "text" : "numeric"}
            autoComplete={way === "recovery" ? "off" : "one-time-code"}
            autoCapitalize="none"
            spellCheck={false}
            maxLength={20}
            autoFocus={autoFocus}
          />
        )}
      </Field>
      {mayRemember && (
        <Checkbox
          name="remember"
          label="Remember this device for 30 days"
          hint="Only where nobody else uses it."
        />
      )}
      <SubmitButton wide pending={pending}>
        {submit}
      </SubmitButton>
    </form>
  );
}
