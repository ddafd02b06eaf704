import type { UseFormReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import { smsLength, smsLengthInWords } from "@/lib/messages/sms-length";
import type { TemplateText } from "@/lib/messages/template/check";

export type TemplateValues = TemplateText & { name: string };

type TemplateFieldsProps = {
  form: UseFormReturn<TemplateValues>;
  isOwn: boolean;
  hasSms: boolean;
  variables: { name: string; label: string }[];
};

/** What a template says, and what can stand in it. */
export function TemplateFields({ form, isOwn, hasSms, variables }: TemplateFieldsProps) {
  const { errors } = form.formState;
  const sms = form.watch("smsBody");
  return (
    <>
      {isOwn && (
        <Field label="Name" hint="Only you and your colleagues see it." required error={errors.name?.message}>
          {(control) => (
            <TextInput {...control} {...form.register("name")} maxLength={80} autoComplete="off" />
          )}
        </Field>
      )}
      <Field label="Subject" required error={errors.subject?.message}>
        {(control) => (
          <TextInput {...control} {...form.register("subject")} maxLength={200} autoComplete="off" />
        )}
      </Field>
      <Field
        label="E-mail"
        hint="An empty line begins a paragraph. **Two stars** make words bold, and [Sign in]({signInLink}) on a line of its own makes a button."
        required
        error={errors.body?.message}
      >
        {(control) => <Textarea {...control} {...form.register("body")} rows={14} maxLength={10_000} />}
      </Field>
      {hasSms && (
        <Field
          label="SMS"
          optional
          hint="Left blank, it goes by e-mail alone."
          error={errors.smsBody?.message}
          aside={
            sms !== "" && (
              <span className="text-muted tabular-nums">
                {smsLengthInWords(smsLength(sms))} before it is filled in
              </span>
            )
          }
        >
          {(control) => <Textarea {...control} {...form.register("smsBody")} rows={4} maxLength={1000} />}
        </Field>
      )}
      <section aria-label="Variables">
        <h3 className="font-medium">What is filled in</h3>
        <ul className="mt-1.5 grid gap-1 text-dense sm:grid-cols-2">
          {variables.map(({ name, label }) => (
            <li key={name}>
              <code>{`{${name}}`}</code> <span className="text-muted">{label}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
