"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormFrame } from "@/components/ui/form-frame";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { showIssues } from "@/components/ui/show-issues";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import { SERVICE_DESCRIPTION_MAX, SERVICE_NAME_MAX } from "@/lib/services/limits";
import { TERMS, type Term } from "@/lib/services/term";

export type ServiceValues = {
  name: string;
  description: string;
  price: string;
  currency: string;
  term: Term;
  unlimited: boolean;
  seats: string;
};

type ServiceFormProps = {
  first: ServiceValues;
  /** What can be said of it: its words alone, its price too, and how many seats there are. */
  asks: "words" | "price" | "seats";
  saveLabel: string;
  readOnly?: boolean;
  save: (values: ServiceValues) => Promise<Result<unknown>>;
  /** Where it leads once it is saved; nowhere where it is said. */
  doneHref?: string;
};

/** Makes or changes a service, of one's own or of the catalogue. */
export function ServiceForm({ first, asks, saveLabel, readOnly = false, save, doneHref }: ServiceFormProps) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<ServiceValues>({ defaultValues: first });
  const { errors, isSubmitting } = form.formState;
  const unlimited = useWatch({ control: form.control, name: "unlimited" });

  const submit = form.handleSubmit(async (values) => {
    if (isSubmitting) return;
    setProblem(null);
    const saved = await answered(save(values), { isTyped: true });
    if (!saved.ok) {
      setProblem(saved.error.message);
      const issues = saved.error.issues ?? [];
      return showIssues(
        form,
        issues.map(({ path, message }) => ({ path: path.replace(/^service\./, ""), message })),
      );
    }
    toast({ title: `The service “${values.name}” is saved` });
    if (doneHref) router.push(doneHref);
  });

  return (
    <FormFrame submit={submit} label={saveLabel} busy={isSubmitting} problem={problem} readOnly={readOnly}>
      <Section title="Service" description="What people are given a seat of.">
        <Field label="Name" required error={errors.name?.message}>
          {(control) => <TextInput {...control} {...form.register("name")} maxLength={SERVICE_NAME_MAX} />}
        </Field>
        <Field label="Description" optional error={errors.description?.message}>
          {(control) => (
            <Textarea
              {...control}
              {...form.register("description")}
              rows={2}
              maxLength={SERVICE_DESCRIPTION_MAX}
            />
          )}
        </Field>
      </Section>
      {asks !== "words" && (
        <Section title="Price" description="Of one seat for one term. A price of 0 is free.">
          <Field label="Price" required error={errors.price?.message}>
            {(control) => (
              <TextInput {...control} {...form.register("price")} inputMode="decimal" maxLength={20} />
            )}
          </Field>
          <Field
            label="Currency"
            hint="Three letters, such as EUR."
            required
            error={errors.currency?.message}
          >
            {(control) => (
              <TextInput {...control} {...form.register("currency")} maxLength={3} autoComplete="off" />
            )}
          </Field>
          <Field label="Term" error={errors.term?.message}>
            {(control) => (
              <Select
                {...control}
                {...form.register("term")}
                options={TERMS.map((value) => ({ value, label: TERM_LABELS[value] }))}
              />
            )}
          </Field>
        </Section>
      )}
      {asks === "seats" && (
        <Section title="Seats" description="How many people can have it at the same time.">
          <Checkbox
            {...form.register("unlimited")}
            label="Unlimited seats"
            hint="Only for what costs nothing."
          />
          {!unlimited && (
            <Field label="Number of seats" required error={errors.seats?.message}>
              {(control) => (
                <TextInput {...control} {...form.register("seats")} inputMode="numeric" maxLength={7} />
              )}
            </Field>
          )}
        </Section>
      )}
    </FormFrame>
  );
}

const TERM_LABELS: Record<Term, string> = { month: "Each month", year: "Each year" };
