import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { reveal } from "@/app/(org)/[org]/messages/actions";
import { MessageStateMark } from "@/components/messages/message-state";
import { RevealLink } from "@/components/messages/reveal-link";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { DescriptionList } from "@/components/ui/description-list";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { kindLabel, METHOD_LABELS, opensAccount } from "@/lib/messages/kinds";
import { findMessage, type LedgerRow } from "@/lib/messages/ledger-queries";
import { mayCompose } from "@/lib/messages/may-compose";
import { readContent } from "@/lib/messages/preview-queries";
import { STATE_INFO } from "@/lib/messages/states";
import { transports } from "@/lib/messages/transport/transport";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Message" };

export default async function MessagePage({
  params,
}: {
  params: Promise<{ org: string; messageId: string }>;
}) {
  const { org, messageId } = await params;
  const actor = await requireActor(org, "messages.read");
  const message = await findMessage(actor, messageId);
  if (!message) notFound();
  const content = can(actor, "messages.send") ? await readContent(actor, messageId) : null;
  return (
    <>
      <PageHeader
        title={message.templateName ?? kindLabel(message.kind)}
        meta={<MessageStateMark state={message.state} />}
        breadcrumbs={[{ label: "Messages", href: routes.messages(org) }]}
        actions={<SendAgain actor={actor} message={message} />}
      />
      <div className="grid max-w-6xl items-start gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Card title="What became of it">
          <DescriptionList items={factsOf(org, message)} />
        </Card>
        {content ? (
          <Card
            title="What it says"
            description="With the data of the person as it is now. Passwords and links to choose one are shown to nobody."
          >
            <RevealLink
              org={org}
              messageId={message.id}
              method={content.method}
              hidden={content}
              reveal={mayReveal(actor, message) ? reveal : null}
            />
          </Card>
        ) : (
          <Card title="What it says">
            <p className="text-muted">
              {can(actor, "messages.send")
                ? "Only those who may read support requests see what it says."
                : "Only those who may write messages see what they say."}
            </p>
          </Card>
        )}
      </div>
    </>
  );
}

function SendAgain({ actor, message }: { actor: Actor; message: LedgerRow }) {
  const { userId, kind, templateKey, method } = message;
  if (!userId || kind === "test" || !mayCompose(actor, kind)) return null;
  const again = { ids: userId, template: templateKey ?? kind, method };
  return (
    <Button icon={<Icon name="mail" />} href={routes.newMessage(actor.organization.slug, again)}>
      Send again
    </Button>
  );
}

const mayReveal = (actor: Actor, { kind, method, state }: LedgerRow) =>
  can(actor, "users.credentials.issue") &&
  opensAccount(kind) &&
  kind !== "loginDetails" &&
  state === "sent" &&
  transports()[method].isLocal === true;

function factsOf(org: string, message: LedgerRow) {
  const { userId, name, address, method, state, error, attempts, sentBy } = message;
  const moment = (term: string, at: Date | null) => (at ? [{ term, detail: timeInWords(at) }] : []);
  return [
    {
      term: "To",
      detail: userId && name ? <Link href={routes.user(org, userId)}>{name}</Link> : (sentBy ?? ""),
    },
    { term: method === "sms" ? "Number" : "Address", detail: address },
    { term: "Method", detail: METHOD_LABELS[method] },
    { term: "State", detail: `${STATE_INFO[state].label}: ${STATE_INFO[state].meaning}` },
    ...(error ? [{ term: "Reason", detail: error }] : []),
    { term: "Sent by", detail: sentBy ?? "Rollcall" },
    ...moment("Queued", message.createdAt),
    ...(state === "queued" && attempts > 0 ? moment("Next try", message.nextAttemptAt) : []),
    { term: "Tries", detail: String(attempts) },
    ...moment("Sent", message.sentAt),
    ...moment("Delivered", message.deliveredAt),
    ...moment("Opened", message.openedAt),
    ...moment("Came back", message.bouncedAt),
    ...moment("Complained of", message.complainedAt),
  ];
}
