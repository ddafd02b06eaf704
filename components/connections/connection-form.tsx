"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { ldapFields } from "@/components/connections/ldap-fields";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { FormBody } from "@/components/ui/form-body";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { showIssues } from "@/components/ui/show-issues";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import type { ConnectionInput } from "@/lib/sync/input";
import { CLOUD_INFO, CLOUDS, type Cloud, KIND_LABELS, KINDS, type Kind } from "@/lib/sync/kinds";

/** Every field of every kind, as the form holds them. */
export type ConnectionValues = {
  kind: Kind;
  name: string;
  secret: string;
  tenant: string;
  client: string;
  cloud: Cloud;
  loginUrl: string;
  graphUrl: string;
  proof: "secret" | "certificate";
  url: string;
  bindDn: string;
  baseDn: string;
  filter: string;
  groupFilter: string;
  authority: string;
};

const ENTRA = ["tenant", "client", "cloud", "loginUrl", "graphUrl", "proof"] as const;
const LDAP = ["url", "bindDn", "baseDn", "filter", "groupFilter", "authority"] as const;

type ConnectionFormProps = {
  first: ConnectionValues;
  org: string;
  /** Of one that there is already, whose kind stays, and a blank secret too; null for a new one. */
  connectionId: string | null;
  readOnly: boolean;
  hrefOf: string;
  actions: {
    connect: (org: string, input: ConnectionInput) => Promise<Result<{ id: string }>>;
    change: (
      org: string,
      input: { connectionId: string; connection: ConnectionInput },
    ) => Promise<Result<{ id: string }>>;
  };
};

/** Where a directory is, and how it lets us in. */
export function ConnectionForm({ first, org, connectionId, readOnly, hrefOf, actions }: ConnectionFormProps) {
  const router = useRouter();
  const isKept = connectionId !== null;
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<ConnectionValues>({ values: first });
  const { errors, isSubmitting } = form.formState;
  const kind = form.watch("kind");
  const cloud = form.watch("cloud");
  const proof = form.watch("proof");

  const submit = form.handleSubmit(async (values) => {
    if (isSubmitting) return;
    setProblem(null);
    const own = kind === "entra" ? ENTRA : LDAP;
    const { name, secret } = values;
    const input = { kind, name, secret, ...Object.fromEntries(own.map((field) => [field, values[field]])) };
    const connection = input as ConnectionInput;
    const saving = isKept
      ? actions.change(org, { connectionId, connection })
      : actions.connect(org, connection);
    const result = await answered(saving, { isTyped: true });
    if (!result.ok) {
      setProblem(result.error.message);
      return showIssues(
        form,
        result.error.issues?.map(({ path, message }) => ({
          path: path.replace(/^connection\./, ""),
          message,
        })),
      );
    }
    toast({ title: isKept ? "The connection is saved" : "The directory is connected. Test it next." });
    if (!isKept) router.push(`${hrefOf}/${result.value.id}`);
  });

  const text = (name: keyof ConnectionValues, label: string, hint?: string) => (
    <Field label={label} hint={hint} error={errors[name]?.message}>
      {(control) => (
        <TextInput
          {...control}
          {...form.register(name)}
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
        />
      )}
    </Field>
  );
  const secretHint = isKept
    ? "It is kept encrypted and shown to nobody. Leave it blank to keep it."
    : undefined;
  const secretLabel = kind === "ldap" ? "Password" : "Client secret";

  return (
    <form noValidate onSubmit={submit}>
      <FormBody>
        <fieldset disabled={readOnly} className="contents">
          <Section title="Directory" description="What kind it is, and how it is called here.">
            {!isKept && (
              <Field label="Kind">
                {(control) => (
                  <Select
                    {...control}
                    {...form.register("kind")}
                    options={KINDS.map((value) => ({ value, label: KIND_LABELS[value] }))}
                  />
                )}
              </Field>
            )}
            {text("name", "Name", "It stands in the history of everything that the connection does.")}
          </Section>
          {kind === "entra" ? (
            <Section
              title="Where it is"
              description="From the overview of the application that you registered for this in Microsoft Entra."
            >
              {text("tenant", "Directory (tenant) ID")}
              {text("client", "Application (client) ID")}
              <Field label="Cloud">
                {(control) => (
                  <Select
                    {...control}
                    {...form.register("cloud")}
                    options={CLOUDS.map((value) => ({ value, label: CLOUD_INFO[value].label }))}
                  />
                )}
              </Field>
              {cloud === "other" &&
                text("loginUrl", "Address to sign in at", "Such as https://login.microsoftonline.com")}
              {cloud === "other" &&
                text("graphUrl", "Address of Graph", "Such as https://graph.microsoft.com")}
            </Section>
          ) : (
            ldapFields(form, text)
          )}
          <Section title="How it lets us in" description="Kept encrypted. Nobody can read it here again.">
            {kind === "entra" && (
              <Field label="Proof">
                {(control) => (
                  <Select
                    {...control}
                    {...form.register("proof")}
                    options={[
                      { value: "secret", label: "A client secret" },
                      { value: "certificate", label: "A certificate" },
                    ]}
                  />
                )}
              </Field>
            )}
            {kind === "entra" && proof === "certificate" ? (
              <Field
                label="Certificate and private key"
                hint={secretHint ?? "Both in PEM, one after the other."}
                error={errors.secret?.message}
              >
                {(control) => (
                  <Textarea
                    {...control}
                    {...form.register("secret")}
                    rows={6}
                    spellCheck={false}
                    autoComplete="off"
                  />
                )}
              </Field>
            ) : (
              <Field label={secretLabel} hint={secretHint} error={errors.secret?.message}>
                {(control) => (
                  <TextInput
                    {...control}
                    {...form.register("secret")}
                    type="password"
                    autoComplete="new-password"
                  />
                )}
              </Field>
            )}
            {problem && (
              <Alert tone="error" live>
                {problem}
              </Alert>
            )}
            {!readOnly && (
              <div>
                <SubmitButton pending={isSubmitting} variant={isKept ? "secondary" : "primary"}>
                  {isKept ? "Save" : "Connect"}
                </SubmitButton>
              </div>
            )}
          </Section>
        </fieldset>
      </FormBody>
    </form>
  );
}
