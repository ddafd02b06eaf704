import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { WebhookButtons } from "@/app/(org)/[org]/webhooks/[webhookId]/buttons";
import { resendMissed, switchWebhook, tryWebhook } from "@/app/(org)/[org]/webhooks/actions";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { DescriptionList } from "@/components/ui/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Tabs } from "@/components/ui/tabs";
import { ActButton } from "@/components/webhooks/act-button";
import { DeliveriesTable } from "@/components/webhooks/deliveries-table";
import { DELIVERY_STATES, WebhookStateMark } from "@/components/webhooks/states";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { readDeliveryFilter } from "@/lib/webhooks/delivery-filter";
import { findWebhook, listDeliveries, type WebhookShown } from "@/lib/webhooks/queries";
import { KEPT_DAYS } from "@/lib/webhooks/tidy";

export const metadata: Metadata = { title: "Webhook" };

type Props = {
  params: Promise<{ org: string; webhookId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function WebhookPage({ params, searchParams }: Props) {
  const { org, webhookId } = await params;
  const actor = await requireActor(org, "connections.read");
  const webhook = await findWebhook(actor, webhookId);
  if (!webhook) notFound();
  const filter = readDeliveryFilter(await searchParams);
  const { deliveries, next } = await listDeliveries(actor, webhookId, filter);
  const mayChange = can(actor, "connections.update");
  const pageOf = (state: string | null, before: string | null = null) =>
    routes.webhook(org, webhookId, { state, before });
  return (
    <>
      <PageHeader
        title={webhook.name}
        meta={<WebhookStateMark {...webhook} />}
        breadcrumbs={[{ label: "Webhooks", href: routes.webhooks(org) }]}
        actions={mayChange && <WebhookButtons org={org} webhook={webhook} />}
      />
      <div className="grid gap-5">
        <Trouble org={org} webhook={webhook} mayChange={mayChange} />
        <div className="max-w-3xl">
          <Card title="What it does">
            <DescriptionList items={factsOf(webhook)} />
          </Card>
        </div>
        <section aria-labelledby="deliveries-title">
          <h2 id="deliveries-title" className="mb-1 text-[0.9375rem] font-semibold">
            Deliveries
          </h2>
          <p className="mb-2 text-muted">Kept for {KEPT_DAYS} days. Times are UTC.</p>
          <Tabs
            label="Deliveries by state"
            tabs={[
              { label: "All", href: pageOf(null), current: filter.state === null },
              ...Object.entries(DELIVERY_STATES).map(([state, { label }]) => ({
                label,
                href: pageOf(state),
                current: filter.state === state,
              })),
            ]}
          />
          {deliveries.length === 0 ? (
            <EmptyState
              icon={<Icon name="send" size={20} />}
              title={filter.state || filter.before ? "No such deliveries" : "Nothing was sent yet"}
              actions={
                mayChange &&
                !webhook.offAt && (
                  <ActButton org={org} input={{ webhookId }} act={tryWebhook} done="A test is on its way.">
                    Send a test
                  </ActButton>
                )
              }
            >
              Whatever happens to people and imports from now on stands here, with what the receiver answered.
            </EmptyState>
          ) : (
            <DeliveriesTable
              deliveries={deliveries}
              hrefOf={(eventId) => routes.webhookDelivery(org, webhookId, eventId)}
            />
          )}
          <Pagination
            label="Pages of deliveries"
            previousHref={filter.before ? pageOf(filter.state) : undefined}
            previousLabel="Newest"
            nextHref={next ? pageOf(filter.state, next) : undefined}
          >
            {filter.before ? "Older deliveries" : "Newest first"}
          </Pagination>
        </section>
      </div>
    </>
  );
}

type TroubleProps = { org: string; webhook: WebhookShown; mayChange: boolean };

/** What is wrong, and what to do about it. */
function Trouble({ org, webhook, mayChange }: TroubleProps) {
  const { id: webhookId, offAt, offBecause, failingSince, missed } = webhook;
  if (offAt && offBecause !== "person")
    return (
      <Alert
        tone="error"
        title={`Switched off ${timeInWords(offAt)}`}
        actions={
          mayChange && (
            <ActButton
              org={org}
              input={{ webhookId, isOn: true }}
              act={switchWebhook}
              done="The webhook is switched on."
            >
              Switch on
            </ActButton>
          )
        }
      >
        {offBecause === "gone"
          ? "The receiver said that it is gone for good (410)."
          : "Every try of a whole day has failed."}{" "}
        Nothing is collected for it now; what it had not had by then can be sent once it is on again.
      </Alert>
    );
  if (failingSince && !offAt)
    return (
      <Alert tone="warning" title={`Failing since ${timeInWords(failingSince)}`}>
        Everything is kept and tried again, less and less often. After a day of failures the webhook is
        switched off, and the organization’s admins are told.
      </Alert>
    );
  if (missed > 0 && !offAt && mayChange)
    return (
      <Alert
        tone="warning"
        title={`${formatCount(missed)} ${missed === 1 ? "event was" : "events were"} missed`}
        actions={
          <ActButton org={org} input={{ webhookId }} act={resendMissed} done="They are on their way.">
            Send what was missed
          </ActButton>
        }
      >
        They were given up after a day, or the webhook was switched off while they waited.
      </Alert>
    );
  return null;
}

const factsOf = ({ url, eventTypes, madeBy, createdAt, earlierUntil, waiting, missed }: WebhookShown) => [
  { term: "Sends to", detail: url },
  { term: "Told of", detail: eventTypes.length === 0 ? "All events" : eventTypes.join(", ") },
  { term: "Waiting", detail: formatCount(waiting) },
  { term: "Missed", detail: formatCount(missed) },
  ...(earlierUntil
    ? [{ term: "Old secret", detail: `Signs beside the new one until ${timeInWords(earlierUntil)}` }]
    : []),
  { term: "Made", detail: `${timeInWords(createdAt)} by ${madeBy}` },
];
