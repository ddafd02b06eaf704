import type { Metadata } from "next";
import { send } from "@/app/(org)/[org]/messages/actions";
import { audienceInWords, leftInWords } from "@/components/messages/compose-words";
import { MailView, SmsView } from "@/components/messages/message-view";
import { SendMessage } from "@/components/messages/send-message";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { LiveForm } from "@/components/ui/live-form";
import { PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { requireActor } from "@/lib/auth/guard";
import { type Audience, isChase, readAudience } from "@/lib/messages/audience";
import { audienceParams } from "@/lib/messages/audience-params";
import { planMessage } from "@/lib/messages/compose-commands";
import { KIND_INFO, METHOD_LABELS, METHODS, type Method } from "@/lib/messages/kinds";
import { mayCompose } from "@/lib/messages/may-compose";
import { previewTemplate } from "@/lib/messages/preview-queries";
import { listTemplates, type Template } from "@/lib/messages/template-queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "New message" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function NewMessagePage({ params, searchParams }: Props) {
  const { org } = await params;
  const actor = await requireActor(org, "messages.send");
  const query = await searchParams;
  const audience = readAudience(query);
  const templates = (await listTemplates(actor)).filter(({ kind }) => mayCompose(actor, kind));
  const template = chosenTemplate(templates, query.template, audience);
  return (
    <>
      <PageHeader
        title={audience && isChase(audience) ? "Chase those who have not activated" : "New message"}
        breadcrumbs={[{ label: "Messages", href: routes.messages(org) }]}
      />
      {audience && template ? (
        <Compose
          actor={actor}
          audience={audience}
          templates={templates}
          template={template}
          method={methodOf(template, query.method)}
        />
      ) : (
        <EmptyState
          title={audience ? "There is no template that you may send" : "Nobody is chosen"}
          actions={
            audience ? (
              <Button href={routes.messageTemplate(org, "new", audienceParams(audience))}>Write one</Button>
            ) : (
              <Button href={routes.users(org)}>To the list of users</Button>
            )
          }
        >
          {audience ? "Write one of your own first." : "Select people in the list, then choose Message."}
        </EmptyState>
      )}
    </>
  );
}

type Param = string | string[] | undefined;

function chosenTemplate(
  templates: Template[],
  asked: Param,
  audience: Audience | null,
): Template | undefined {
  const usual = audience !== null && isChase(audience) ? "invitation" : "own";
  return (
    templates.find(({ key }) => key === asked) ?? templates.find(({ kind }) => kind === usual) ?? templates[0]
  );
}

const methodsOf = ({ kind, smsBody }: Template) =>
  KIND_INFO[kind].methods.filter((method) => method === "email" || smsBody !== "");

const methodOf = (template: Template, asked: Param): Method =>
  methodsOf(template).find((method) => method === asked) ?? "email";

const FORM_ID = "chosen-message";

type ComposeProps = {
  actor: Actor;
  audience: Audience;
  templates: Template[];
  template: Template;
  method: Method;
};

async function Compose({ actor, audience, templates, template, method }: ComposeProps) {
  const { slug } = actor.organization;
  const given = { audience, templateKey: template.key, method };
  const planned = await planMessage(actor, given);
  const chases = isChase(audience);
  const offered = chases
    ? templates.filter(({ kind }) => KIND_INFO[kind].credential === "invitation")
    : templates;
  return (
    <div className="grid max-w-6xl items-start gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <div className="grid gap-5">
        <Card title="Message">
          <LiveForm id={FORM_ID} action={routes.newMessage(slug)} className="grid gap-4">
            {Object.entries(audienceParams(audience)).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <Field label="Template" hint={KIND_INFO[template.kind].description}>
              {(control) => (
                <Select
                  {...control}
                  name="template"
                  defaultValue={template.key}
                  options={offered.map(({ key, name }) => ({ value: key, label: name }))}
                />
              )}
            </Field>
            <Field label="Sent by">
              {(control) => (
                <Select
                  {...control}
                  key={template.key}
                  name="method"
                  defaultValue={method}
                  options={METHODS.map((value) => ({
                    value,
                    label: METHOD_LABELS[value],
                    disabled: !methodsOf(template).includes(value),
                  }))}
                />
              )}
            </Field>
            <noscript>
              <Button type="submit">Show</Button>
            </noscript>
          </LiveForm>
          {!chases && can(actor, "messages.templates.update") && (
            <p className="mt-4">
              Something else to say?{" "}
              <Link href={routes.messageTemplate(slug, "new", audienceParams(audience))}>
                Write a new message
              </Link>
            </p>
          )}
        </Card>
        <Card title="Who gets it">
          {planned.ok ? (
            <div className="grid justify-items-start gap-3">
              <p>{audienceInWords(audience)}</p>
              {planned.value.left.map(({ why, count }) => (
                <p key={why} className="text-muted">
                  {leftInWords(why, count)}
                </p>
              ))}
              <SendMessage
                key={`${template.key} ${template.id} ${method} ${planned.value.going}`}
                org={slug}
                given={given}
                going={planned.value.going}
                name={template.name}
                formId={FORM_ID}
                send={send}
                doneHref={routes.messages(slug)}
              />
            </div>
          ) : (
            <Alert tone="error">{planned.error.message}</Alert>
          )}
        </Card>
      </div>
      {planned.ok && (
        <Example actor={actor} template={template} method={method} exampleId={planned.value.exampleId} />
      )}
    </div>
  );
}

type ExampleProps = Pick<ComposeProps, "actor" | "template" | "method"> & { exampleId: string | null };

/** The message as one of those who get it will see it. */
async function Example({ actor, template, method, exampleId }: ExampleProps) {
  if (!exampleId) return null;
  const shown = await previewTemplate(actor, template.kind, template, exampleId);
  if (!shown.ok) return null;
  const { person, sms, smsLength } = shown.value;
  return (
    <Card
      title={`As ${person} will see it`}
      description="Links and passwords here are examples and open nothing."
    >
      {method === "sms" ? <SmsView text={sms} length={smsLength} /> : <MailView {...shown.value} />}
    </Card>
  );
}
