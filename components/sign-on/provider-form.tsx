"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormBody } from "@/components/ui/form-body";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { showIssues } from "@/components/ui/show-issues";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import { type Kind, NEW_PEOPLE, NEW_PEOPLE_INFO, type NewPeople } from "@/lib/sso/provider";

export type ProviderValues = {
  name: string;
  issuer: string;
  clientId: string;
  secret: string;
  metadata: string;
  metadataUrl: string;
  addressClaim: string;
  newPeople: NewPeople;
  ownSecondStep: boolean;
};

type Given = ProviderValues & { id: string; kind: Kind; version: number | null };

type ProviderFormProps = {
  org: string;
  id: string;
  kind: Kind;
  version: number | null;
  first: ProviderValues;
  /** Whether a secret, or metadata, is kept already. */
  isKept: boolean;
  readOnly: boolean;
  doneHref: string;
  save: (org: string, given: Given) => Promise<Result<{ id: string }>>;
};

/** Sets a provider up: how it is reached, and what becomes of those whom it sends. */
export function ProviderForm(props: ProviderFormProps) {
  const { org, id, kind, version, first, readOnly, doneHref, save } = props;
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<ProviderValues>({ values: first });
  const { isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (filled) => {
    if (isSubmitting) return;
    setProblem(null);
    const saved = await answered(save(org, { ...filled, id, kind, version }), { isTyped: true });
    if (!saved.ok) {
      setProblem(saved.error.message);
      return showIssues(form, saved.error.issues);
    }
    toast({ title: `“${filled.name}” is saved` });
    if (version === null) router.push(doneHref);
  });

  return (
    <form noValidate onSubmit={submit}>
      <FormBody>
        <fieldset disabled={readOnly} className="contents">
          <Reach {...props} form={form} />
          <People form={form} />
        </fieldset>
        {!readOnly && (
          <div className="grid gap-4 border-t border-line pt-5 lg:ps-[18.5rem] lg:*:max-w-xl">
            {problem && (
              <Alert tone="error" live>
                {problem}
              </Alert>
            )}
            <div className="flex justify-end">
              <Button type="submit" variant="primary" pending={isSubmitting}>
                {version === null ? "Add provider" : "Save provider"}
              </Button>
            </div>
          </div>
        )}
      </FormBody>
    </form>
  );
}

type Form = ReturnType<typeof useForm<ProviderValues>>;

function Reach({ kind, isKept, form }: ProviderFormProps & { form: Form }) {
  const { errors } = form.formState;
  const plain = { autoComplete: "off", autoCapitalize: "none", spellCheck: false };
  return (
    <Section
      title="The provider"
      description={
        kind === "oidc"
          ? "What the provider says of the client that you made there for Rollcall."
          : "What the provider says of itself: its metadata, as a file or by its address."
      }
    >
      <Field
        label="Name"
        hint="On the button with which people sign in, such as Okta."
        error={errors.name?.message}
        required
      >
        {(control) => <TextInput {...control} {...form.register("name")} maxLength={60} autoComplete="off" />}
      </Field>
      {kind === "oidc" ? (
        <>
          <Field
            label="Issuer"
            hint="Such as https://login.example.com, without /.well-known/…"
            error={errors.issuer?.message}
            required
          >
            {(control) => <TextInput {...control} {...form.register("issuer")} {...plain} inputMode="url" />}
          </Field>
          <Field label="Client ID" error={errors.clientId?.message} required>
            {(control) => <TextInput {...control} {...form.register("clientId")} {...plain} />}
          </Field>
          <Field
            label="Client secret"
            hint={
              isKept
                ? "One is kept, and is shown to nobody. Type another one to replace it."
                : "Leave it blank for a public client, which has none."
            }
            error={errors.secret?.message}
            optional
          >
            {(control) => <TextInput {...control} {...form.register("secret")} {...plain} type="password" />}
          </Field>
        </>
      ) : (
        <Metadata isKept={isKept} form={form} />
      )}
    </Section>
  );
}

function Metadata({ isKept, form }: { isKept: boolean; form: Form }) {
  const { errors } = form.formState;
  return (
    <>
      {isKept && (
        <p className="text-muted">Metadata is kept. Give it again when the provider has new certificates.</p>
      )}
      <Field
        label="Address of the metadata"
        hint="It is read once, now."
        error={errors.metadataUrl?.message}
        optional
      >
        {(control) => (
          <TextInput
            {...control}
            {...form.register("metadataUrl")}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <Field label="Metadata file" optional>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".xml,application/xml,text/xml,application/samlmetadata+xml"
            className="file-input w-full"
            onChange={async (event) => {
              const file = event.target.files?.[0];
              if (file) form.setValue("metadata", await file.text(), { shouldDirty: true });
            }}
          />
        )}
      </Field>
      <Field label="Or its text" error={errors.metadata?.message} optional>
        {(control) => (
          <Textarea
            {...control}
            {...form.register("metadata")}
            rows={6}
            spellCheck={false}
            className="w-full font-mono text-dense"
          />
        )}
      </Field>
    </>
  );
}

function People({ form }: { form: Form }) {
  const { errors } = form.formState;
  return (
    <Section
      title="Whom it sends"
      description="The provider’s own name for a person is what links them for good. Only the first time it goes by their e-mail address, at a domain that is proven here."
    >
      <Field
        label="Who comes for the first time"
        hint={NEW_PEOPLE_INFO[form.watch("newPeople")].hint}
        error={errors.newPeople?.message}
      >
        {(control) => (
          <Select
            {...control}
            {...form.register("newPeople")}
            className="max-w-72"
            options={NEW_PEOPLE.map((value) => ({ value, label: NEW_PEOPLE_INFO[value].label }))}
          />
        )}
      </Field>
      <Field
        label="Name of the claim or attribute that is the e-mail address"
        hint="Leave it blank for what is usual: email, mail, or a NameID that is an address."
        error={errors.addressClaim?.message}
        optional
      >
        {(control) => (
          <TextInput
            {...control}
            {...form.register("addressClaim")}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      <Checkbox
        {...form.register("ownSecondStep")}
        label="Ask for the second step here too"
        hint="Otherwise the provider’s sign-in counts as both steps: whether it asks for more than a password is said there."
      />
    </Section>
  );
}
