import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { keepTemplate, preview, sendTest, setBack } from "@/app/(org)/[org]/messages/actions";
import { TemplateForm } from "@/components/messages/template-form";
import { Alert } from "@/components/ui/alert";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { readAudience } from "@/lib/messages/audience";
import { audienceParams } from "@/lib/messages/audience-params";
import { KIND_INFO } from "@/lib/messages/kinds";
import { exposesSecrets } from "@/lib/messages/template/check";
import { VARIABLES } from "@/lib/messages/template/variables";
import { findTemplate, type Template } from "@/lib/messages/template-queries";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Message template" };

const NEW: Pick<Template, "key" | "id" | "kind" | "name" | "subject" | "body" | "smsBody"> = {
  key: "new",
  id: null,
  kind: "own",
  name: "",
  subject: "",
  body: "Hello {firstName},\n\n\n\n[Sign in]({signInLink})",
  smsBody: "",
};

type Props = {
  params: Promise<{ org: string; template: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function TemplatePage({ params, searchParams }: Props) {
  const { org, template: key } = await params;
  const actor = await requireActor(org, "messages.read");
  const mayChange = can(actor, "messages.templates.update");
  const template = key === "new" ? (mayChange ? NEW : null) : await findTemplate(actor, key);
  if (!template) notFound();
  const { kind, id, name, subject, body, smsBody } = template;
  const { description, methods, variables } = KIND_INFO[kind];
  const audience = key === "new" ? readAudience(await searchParams) : null;
  return (
    <>
      <PageHeader
        title={template.key === "new" ? "New template" : name}
        description={description}
        breadcrumbs={[
          { label: "Messages", href: routes.messages(org) },
          { label: "Templates", href: routes.messageTemplates(org) },
        ]}
      />
      {exposesSecrets(kind, { subject, body, smsBody }) && (
        <Alert tone="warning" title="These words are not sent">
          They would take what opens an account to another website. The product’s own are sent until they are
          changed: saving says what is wrong with them.
        </Alert>
      )}
      <TemplateForm
        key={id ?? template.key}
        org={org}
        first={{ key: template.key, id, name, subject, body, smsBody }}
        kind={kind}
        hasSms={methods.includes("sms")}
        variables={variables.map((variable) => ({ name: variable, label: VARIABLES[variable].label }))}
        listHref={routes.messageTemplates(org)}
        writeTo={audience && audienceParams(audience)}
        readOnly={!mayChange}
        actions={{
          save: keepTemplate,
          drop: setBack,
          preview: can(actor, "messages.send") ? preview : null,
          test: can(actor, "messages.send") ? sendTest : null,
        }}
      />
    </>
  );
}
