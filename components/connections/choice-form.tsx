"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { FormBody } from "@/components/ui/form-body";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import type { ChoiceInput } from "@/lib/sync/input";
import { type Choice, MINUTES, OWNER_LABELS, OWNERS, type Owner } from "@/lib/sync/kinds";

type ChoiceFormProps = {
  org: string;
  connectionId: string;
  choice: Choice;
  fields: { value: string; label: string }[];
  attributes: readonly string[];
  readOnly: boolean;
  save: (org: string, input: ChoiceInput) => Promise<Result<unknown>>;
};

type Values = {
  who: Choice["who"];
  notify: Choice["notify"];
  everyMinutes: string;
  from: Record<string, string>;
  owner: Record<string, Owner>;
};

const EVERY: Record<number, string> = {
  5: "Every 5 minutes",
  15: "Every quarter of an hour",
  60: "Every hour",
  360: "Every 6 hours",
  1440: "Every day",
};

// A name of a form's field has no dots.
const keyOf = (field: string) => field.replaceAll(".", "_");

/** Who is taken over, which field comes from where, and how often. */
export function ChoiceForm({
  org,
  connectionId,
  choice,
  fields,
  attributes,
  readOnly,
  save,
}: ChoiceFormProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const chosen = choice.fields as Record<string, { from: string; owner: Owner } | undefined>;
  const form = useForm<Values>({
    values: {
      who: choice.who,
      notify: choice.notify,
      everyMinutes: String(choice.everyMinutes),
      from: Object.fromEntries(fields.map(({ value }) => [keyOf(value), chosen[value]?.from ?? ""])),
      owner: Object.fromEntries(
        fields.map(({ value }) => [keyOf(value), chosen[value]?.owner ?? "directory"]),
      ),
    },
  });
  const { isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ who, notify, everyMinutes, from, owner }) => {
    if (isSubmitting) return;
    const own = fields.flatMap(({ value }): [string, { from: string; owner: Owner }][] => {
      const attribute = from[keyOf(value)];
      return attribute ? [[value, { from: attribute, owner: owner[keyOf(value)] ?? "directory" }]] : [];
    });
    const minutes = MINUTES.find((each) => String(each) === everyMinutes) ?? 60;
    const next: ChoiceInput["choice"] = {
      who,
      notify,
      everyMinutes: minutes,
      fields: Object.fromEntries(own),
    };
    const result = await answered(save(org, { connectionId, choice: next }), { isTyped: true });
    setProblem(result.ok ? null : (result.error.issues?.[0]?.message ?? result.error.message));
    if (result.ok) toast({ title: "Saved. It holds from the next run on." });
  });

  return (
    <form noValidate onSubmit={submit}>
      <FormBody>
        <fieldset disabled={readOnly} className="contents">
          <Section title="Who and when">
            <Field
              label="Who is taken over"
              hint="Guests of other directories and disabled accounts are left out."
            >
              {(control) => (
                <Select
                  {...control}
                  {...form.register("who")}
                  options={[
                    { value: "everybody", label: "Everybody" },
                    { value: "groups", label: "Who is in one of the groups marked for it below" },
                  ]}
                />
              )}
            </Field>
            <Field label="How often">
              {(control) => (
                <Select
                  {...control}
                  {...form.register("everyMinutes")}
                  options={MINUTES.map((value) => ({ value: String(value), label: EVERY[value] ?? "" }))}
                />
              )}
            </Field>
            <Field label="New people">
              {(control) => (
                <Select
                  {...control}
                  {...form.register("notify")}
                  options={[
                    { value: "none", label: "Are told nothing until somebody sends them a link" },
                    { value: "email", label: "Get a link by e-mail" },
                  ]}
                />
              )}
            </Field>
          </Section>
          <Section
            title="Fields"
            description="Where each comes from, and who has the last word on it. Where somebody else has, the directory only fills what is blank, and what differs is listed."
          >
            {fields.map(({ value, label }) => (
              <div key={value} className="grid grid-cols-2 gap-3">
                <Field label={label}>
                  {(control) => (
                    <Select
                      {...control}
                      {...form.register(`from.${keyOf(value)}`)}
                      placeholder="Not from the directory"
                      options={attributes.map((attribute) => ({ value: attribute, label: attribute }))}
                    />
                  )}
                </Field>
                <Field
                  label={
                    <span>
                      Last word<span className="sr-only"> on {label}</span>
                    </span>
                  }
                >
                  {(control) => (
                    <Select
                      {...control}
                      {...form.register(`owner.${keyOf(value)}`)}
                      options={OWNERS.map((owner) => ({ value: owner, label: OWNER_LABELS[owner] }))}
                    />
                  )}
                </Field>
              </div>
            ))}
            {problem && (
              <Alert tone="error" live>
                {problem}
              </Alert>
            )}
            {!readOnly && (
              <div>
                <SubmitButton pending={isSubmitting} variant="secondary">
                  Save
                </SubmitButton>
              </div>
            )}
          </Section>
        </fieldset>
      </FormBody>
    </form>
  );
}
