"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { LocaleSection } from "@/components/organizations/locale-section";
import { MandatoryChoice } from "@/components/organizations/mandatory-choice";
import { Field } from "@/components/ui/field";
import { FormFrame } from "@/components/ui/form-frame";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { showIssues } from "@/components/ui/show-issues";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { OrganizationValues } from "@/lib/organizations/input";
import type { Result } from "@/lib/result";

type Choice = { value: string; label: string };

type SettingsFormProps = {
  org: string;
  first: OrganizationValues;
  /** The fields that may be asked for beyond the usual ones. */
  fields: Choice[];
  countries: Choice[];
  timeZones: string[];
  domains: string[];
  /** For those who may look and not change. */
  readOnly: boolean;
  save: (org: string, values: OrganizationValues) => Promise<Result<unknown>>;
};

/** An organization's settings. */
export function SettingsForm(props: SettingsFormProps) {
  const { org, first, fields, countries, timeZones, domains, readOnly, save } = props;
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<OrganizationValues>({ values: first });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    if (isSubmitting) return;
    setProblem(null);
    const result = await answered(save(org, values), { isTyped: true });
    if (result.ok) return toast({ title: "The settings are saved" });
    setProblem(result.error.message);
    const issues = result.error.issues ?? [];
    showIssues(
      form,
      issues.map((issue) => ({ ...issue, path: issue.path.split(".")[0] ?? "" })),
    );
  });

  return (
    <FormFrame
      submit={submit}
      label={"Save settings"}
      busy={isSubmitting}
      problem={problem}
      readOnly={readOnly}
    >
      <Section title="Organization">
        <Field label="Name" required error={errors.name?.message}>
          {(control) => <TextInput {...control} {...form.register("name")} maxLength={200} />}
        </Field>
        <p className="text-dense text-muted">Usernames end in {domains.join(" or ")}.</p>
      </Section>
      <Section title="Phones" description="For numbers that are written without their country code.">
        <Field
          label="Default country"
          hint="Without one such a number is refused, and nothing is guessed."
          error={errors.defaultCountry?.message}
        >
          {(control) => (
            <Select
              {...control}
              {...form.register("defaultCountry")}
              placeholder="None"
              options={countries}
            />
          )}
        </Field>
      </Section>
      <LocaleSection form={form} timeZones={timeZones} />
      <Section
        title="Mandatory fields"
        description="Asked for in forms and imports, beside the names, the username and the access email."
      >
        <MandatoryChoice form={form} fields={fields} />
      </Section>
    </FormFrame>
  );
}
