import type { ReactNode } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { ConnectionValues } from "@/components/connections/connection-form";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Textarea } from "@/components/ui/textarea";

/** Where an LDAP directory is, and where in it people and groups are. */
export const ldapFields = (
  form: UseFormReturn<ConnectionValues>,
  text: (name: keyof ConnectionValues, label: string, hint?: string) => ReactNode,
) => (
  <Section title="Where it is" description="By TLS only: the address begins with ldaps://.">
    {text("url", "Address", "Such as ldaps://ldap.example:636")}
    {text("bindDn", "Sign in as", "Such as cn=reader,dc=example,dc=org. It needs to read, and nothing else.")}
    {text("baseDn", "Look below", "Such as ou=people,dc=example,dc=org")}
    {text("filter", "Which people", "An LDAP filter. Blank: (objectClass=inetOrgPerson)")}
    {text("groupFilter", "Which groups", "Blank: (objectClass=groupOfNames)")}
    <Field
      label="Authority"
      hint="The certificate that the directory’s own is signed with, in PEM. Blank: one that is known everywhere."
      optional
    >
      {(control) => <Textarea {...control} {...form.register("authority")} rows={4} spellCheck={false} />}
    </Field>
  </Section>
);
