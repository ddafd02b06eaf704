"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { OrganizationMade } from "@/components/organizations/organization-made";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ControlGroup, ControlText } from "@/components/ui/control-group";
import { Field } from "@/components/ui/field";
import { FormBody } from "@/components/ui/form-body";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { showIssues } from "@/components/ui/show-issues";
import { TextInput } from "@/components/ui/text-input";
import { answered } from "@/lib/answered";
import type { NewOrganizationValues } from "@/lib/organizations/new-input";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";

type Made = { slug: string; link: string | null };
type Values = Omit<NewOrganizationValues, "id">;

type NewOrganizationFormProps = {
  id: string;
  /** Where whoever makes it is at home. */
  org: string;
  parents: { value: string; label: string }[];
  /** The domains below which a new one needs no proof; null where any may be given. */
  provenDomains: string[] | null;
  create: (org: string, given: NewOrganizationValues) => Promise<Result<Made>>;
};

/** Makes an organization with its first admin. */
export function NewOrganizationForm({ id, org, parents, provenDomains, create }: NewOrganizationFormProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [made, setMade] = useState<(Made & Pick<Values, "name" | "accessEmail">) | null>(null);
  const form = useForm<Values>({ defaultValues: { ...BLANK, parent: parents[0]?.value ?? "" } });
  const { errors, isSubmitting, dirtyFields } = form.formState;
  const domain = form.watch("domain");

  const submit = form.handleSubmit(async (values) => {
    if (isSubmitting) return;
    setProblem(null);
    const result = await answered(create(org, { id, ...values }), { isTyped: true });
    if (result.ok) return setMade({ ...result.value, ...values });
    setProblem(result.error.message);
    showIssues(form, result.error.issues);
  });

  if (made) return <OrganizationMade {...made} />;

  const offerSlug = (name: string) => {
    if (!dirtyFields.slug) form.setValue("slug", slugOf(name));
  };
  const text = (name: keyof Values, rest = {}) => ({ ...form.register(name, rest), autoComplete: "off" });

  return (
    <form noValidate onSubmit={submit}>
      <FormBody>
        <Section title="Organization">
          <Field label="Name" required error={errors.name?.message}>
            {(control) => (
              <TextInput
                {...control}
                {...text("name", {
                  onChange: (event: { target: { value: string } }) => offerSlug(event.target.value),
                })}
                maxLength={100}
              />
            )}
          </Field>
          <Field
            label="Address"
            hint="A part of the address of each of its pages. It stays as it is."
            required
            error={errors.slug?.message}
          >
            {(control) => (
              <ControlGroup>
                <ControlText>/</ControlText>
                <TextInput
                  {...control}
                  {...text("slug")}
                  className="join-item"
                  spellCheck={false}
                  maxLength={63}
                />
              </ControlGroup>
            )}
          </Field>
          <Field
            label="Domain"
            hint={
              provenDomains
                ? `Usernames end in it. One below ${listed(provenDomains)}, or a domain of yours that nobody uses.`
                : "Usernames end in it, such as example.com."
            }
            required
            error={errors.domain?.message}
          >
            {(control) => (
              <TextInput
                {...control}
                {...text("domain")}
                inputMode="url"
                spellCheck={false}
                maxLength={260}
              />
            )}
          </Field>
          {parents.length > 1 && (
            <Field label="Managed by" error={errors.parent?.message}>
              {(control) => <Select {...control} {...form.register("parent")} options={parents} />}
            </Field>
          )}
          <Checkbox
            {...form.register("managing")}
            label="It manages others in its turn"
            hint="Its admins may then make organizations below it and work inside them."
          />
        </Section>
        <Section title="First admin" description="They may do everything in it, and add the others.">
          <div className="grid items-start gap-x-5 gap-y-4 sm:grid-cols-2">
            <Field label="First name" required error={errors.firstName?.message}>
              {(control) => <TextInput {...control} {...text("firstName")} />}
            </Field>
            <Field label="Last name" required error={errors.lastName?.message}>
              {(control) => <TextInput {...control} {...text("lastName")} />}
            </Field>
          </div>
          <Field label="Username" required error={errors.usernameLocal?.message}>
            {(control) => (
              <ControlGroup>
                <TextInput
                  {...control}
                  {...text("usernameLocal")}
                  className="join-item"
                  autoCapitalize="none"
                  spellCheck={false}
                />
                <ControlText>@{domain || "…"}</ControlText>
              </ControlGroup>
            )}
          </Field>
          <Field
            label="Access email"
            hint="Where they get mail."
            required
            error={errors.accessEmail?.message}
          >
            {(control) => (
              <TextInput {...control} {...text("accessEmail")} inputMode="email" autoCapitalize="none" />
            )}
          </Field>
          <Checkbox
            {...form.register("sendLink")}
            label="Send the link to activate the account by e-mail"
            hint="Else it is shown to you once, and you hand it on."
          />
        </Section>
        <div className="grid gap-4 border-t border-line pt-5 lg:ps-[18.5rem] lg:*:max-w-xl">
          {problem && (
            <Alert tone="error" live>
              {problem}
            </Alert>
          )}
          <div className="flex flex-wrap justify-end gap-3">
            <Button href={routes.organizations()}>Cancel</Button>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              Create organization
            </Button>
          </div>
        </div>
      </FormBody>
    </form>
  );
}

const BLANK: Omit<Values, "parent"> = {
  name: "",
  slug: "",
  domain: "",
  managing: false,
  firstName: "",
  lastName: "",
  usernameLocal: "",
  accessEmail: "",
  sendLink: true,
};

const SLUG_OFFERED_MAX = 40;

function slugOf(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, SLUG_OFFERED_MAX)
    .replace(/^-+|-+$/g, "");
}

const listed = (domains: readonly string[]) =>
  domains.length > 1 ? `${domains.slice(0, -1).join(", ")} or ${domains.at(-1)}` : domains[0];
