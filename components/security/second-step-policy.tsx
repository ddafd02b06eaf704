"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { dayInWords } from "@/components/ui/dates";
import { Field } from "@/components/ui/field";
import { FormBody } from "@/components/ui/form-body";
import { formatCount } from "@/components/ui/format";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import { MFA_GRACE_DAYS_MAX, MFA_POLICIES, MFA_POLICY_INFO, type MfaPolicy } from "@/lib/mfa/policy";
import type { PolicyInForce } from "@/lib/mfa/queries";
import type { Result } from "@/lib/result";

type Values = { policy: MfaPolicy; graceDays: number | string };

type SecondStepPolicyProps = {
  org: string;
  inForce: PolicyInForce;
  /** For those who may look and not change. */
  readOnly: boolean;
  save: (org: string, values: Values) => Promise<Result<{ isLengthRaised: boolean }>>;
};

/** What an organization asks beside the password, and how many of its people have it. */
export function SecondStepPolicy({ org, inForce, readOnly, save }: SecondStepPolicyProps) {
  const { policy, graceDays, requiredAt, active, withSecondStep } = inForce;
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<Values>({ values: { policy, graceDays } });
  const { errors, isSubmitting } = form.formState;
  const chosen = form.watch("policy");
  const [isSure, setSure] = useState(false);
  const without = active - withSecondStep;
  const wasStrict = policy === "required" && graceDays === 0;
  const isStrict = chosen === "required" && Number(form.watch("graceDays")) === 0;
  const asks = isStrict && !wasStrict && without > 0;

  const submit = form.handleSubmit(async (values) => {
    if (isSubmitting) return;
    setProblem(null);
    if (asks && !isSure) return setSure(true);
    setSure(false);
    const result = await answered(save(org, values), { isTyped: true });
    if (result.ok) {
      const words = "Passwords need 15 characters again where nobody has to have a second step.";
      return toast({
        title: "The policy is saved",
        ...(result.value.isLengthRaised ? { description: words } : {}),
      });
    }
    const issues = result.error.issues ?? [];
    if (issues.length === 0) setProblem(result.error.message);
    for (const { path, message } of issues) form.setError(path as keyof Values, { type: "server", message });
  });

  return (
    <form noValidate onSubmit={submit}>
      <FormBody>
        <Card
          title="Second step"
          description="What people are asked for after their password: a code of an app, a passkey, or a code by SMS."
          footer={
            !readOnly && (
              <Button type="submit" variant="primary" pending={isSubmitting}>
                {asks && isSure ? "Save it all the same" : "Save the policy"}
              </Button>
            )
          }
        >
          <fieldset disabled={readOnly} className="grid gap-4">
            {problem && (
              <Alert tone="error" live>
                {problem}
              </Alert>
            )}
            {asks && isSure && (
              <Alert
                tone="warning"
                live
                title={`${formatCount(without)} of ${formatCount(active)} people have none yet`}
              >
                With no days for it they have to set one up before anything else, at their next click: you
                too, if you are one of them.
              </Alert>
            )}
            <p>
              <strong className="tabular-nums">{formatCount(withSecondStep)}</strong> of {formatCount(active)}{" "}
              active people have a second step.
            </p>
            <Field label="Policy" hint={MFA_POLICY_INFO[chosen].hint} error={errors.policy?.message}>
              {(control) => (
                <Select
                  {...control}
                  {...form.register("policy")}
                  className="max-w-60"
                  options={MFA_POLICIES.map((value) => ({ value, label: MFA_POLICY_INFO[value].label }))}
                />
              )}
            </Field>
            {chosen === "required" && (
              <Field
                label="Days to set it up"
                hint={`From 0 to ${MFA_GRACE_DAYS_MAX}${requiredAt ? `, counted from ${dayInWords(requiredAt)}` : ", counted from now"}, or from when somebody activates the account. People are asked each time they sign in; after these days they must, before anything else.`}
                error={errors.graceDays?.message}
              >
                {(control) => (
                  <TextInput
                    {...control}
                    {...form.register("graceDays")}
                    type="number"
                    inputMode="numeric"
                    min={0}
                    max={MFA_GRACE_DAYS_MAX}
                    className="max-w-32"
                  />
                )}
              </Field>
            )}
          </fieldset>
        </Card>
      </FormBody>
    </form>
  );
}
