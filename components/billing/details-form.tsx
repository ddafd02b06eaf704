"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormBody } from "@/components/ui/form-body";
import { Section } from "@/components/ui/section";
import { showIssues } from "@/components/ui/show-issues";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { BillingDetailsValues } from "@/lib/billing/input";
import type { Result } from "@/lib/result";

type DetailsFormProps = {
  org: string;
  version: number;
  first: BillingDetailsValues;
  readOnly: boolean;
  save: (
    org: string,
    given: { version: number; details: BillingDetailsValues },
  ) => Promise<Result<{ version: number }>>;
};

/** Whom an organization's invoices name. */
export function DetailsForm({ org, version, first, readOnly, save }: DetailsFormProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<BillingDetailsValues>({ values: first });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (details) => {
    if (isSubmitting) return;
    setProblem(null);
    const result = await answered(save(org, { version, details }), { isTyped: true });
    if (result.ok) return toast({ title: "The billing details are saved" });
    setProblem(result.error.message);
    const issues = result.error.issues?.map(({ path, message }) => ({
      path: path.split(".")[1] ?? "",
      message,
    }));
    showIssues(form, issues);
  });

  const text = (name: keyof BillingDetailsValues, label: string, hint?: string) => (
    <Field label={label} hint={hint} error={errors[name]?.message}>
      {(control) => <TextInput {...control} {...form.register(name)} maxLength={250} />}
    </Field>
  );

  return (
    <form noValidate onSubmit={submit}>
      <FormBody>
        <fieldset disabled={readOnly} className="contents">
          <Section title="Company" description="As it stands on invoices.">
            {text("company", "Company", "Without one, the organization’s name.")}
            <Field label="Address" error={errors.address?.message}>
              {(control) => <Textarea {...control} {...form.register("address")} rows={4} maxLength={1000} />}
            </Field>
            {text("taxId", "Tax ID")}
          </Section>
          <Section title="Contact" description="Who is asked about invoices.">
            {text("contactName", "Name")}
            {text("contactEmail", "E-mail")}
          </Section>
          <Section title="Order">
            {text("purchaseOrder", "Purchase order", "A number of yours that every invoice repeats.")}
          </Section>
        </fieldset>
        {!readOnly && (
          <div className="grid gap-4 border-t border-line pt-5 lg:ps-[18.5rem] lg:*:max-w-xl">
            {problem && <Alert tone="error">{problem}</Alert>}
            <div className="flex justify-end">
              <Button type="submit" variant="primary" pending={isSubmitting}>
                Save details
              </Button>
            </div>
          </div>
        )}
      </FormBody>
    </form>
  );
}
