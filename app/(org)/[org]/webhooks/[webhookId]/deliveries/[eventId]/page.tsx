import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { resendDelivery } from "@/app/(org)/[org]/webhooks/actions";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { secondInWords, timeInWords } from "@/components/ui/dates";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { ActButton } from "@/components/webhooks/act-button";
import { DeliveryStateMark } from "@/components/webhooks/states";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { findDelivery, findWebhook } from "@/lib/webhooks/queries";
import { KEPT_DAYS } from "@/lib/webhooks/tidy";

export const metadata: Metadata = { title: "Delivery" };

type Props = { params: Promise<{ org: string; webhookId: string; eventId: string }> };

export default async function DeliveryPage({ params }: Props) {
  const { org, webhookId, eventId } = await params;
  const actor = await requireActor(org, "connections.read");
  const [webhook, delivery] = await Promise.all([
    findWebhook(actor, webhookId),
    findDelivery(actor, webhookId, eventId),
  ]);
  if (!webhook) notFound();
  const breadcrumbs = [
    { label: "Webhooks", href: routes.webhooks(org) },
    { label: webhook.name, href: routes.webhook(org, webhookId) },
  ];
  if (!delivery)
    return (
      <>
        <PageHeader title="Delivery" breadcrumbs={breadcrumbs} />
        <EmptyState
          title="There is no delivery behind this address"
          actions={<Button href={routes.webhook(org, webhookId)}>All deliveries</Button>}
        >
          Deliveries are kept for {KEPT_DAYS} days.
        </EmptyState>
      </>
    );
  const { state, attempts, nextAttemptAt } = delivery;
  const mayResend = can(actor, "connections.update") && webhook.offAt === null;
  return (
    <>
      <PageHeader
        title={delivery.type}
        meta={<DeliveryStateMark state={state} />}
        description={state === "waiting" ? `Next try: ${timeInWords(nextAttemptAt)}` : undefined}
        breadcrumbs={breadcrumbs}
        actions={
          mayResend && (
            <ActButton org={org} input={{ webhookId, eventId }} act={resendDelivery} done="It is on its way.">
              {state === "waiting" ? "Send now" : "Send again"}
            </ActButton>
          )
        }
      />
      <div className="grid gap-5">
        <Card
          title="What is sent"
          description={`The same each time. Its webhook-id is ${eventId}, by which a receiver knows one that it has had already.`}
        >
          <pre className="text-dense wrap-anywhere whitespace-pre-wrap">
            {JSON.stringify(JSON.parse(delivery.body), null, 2)}
          </pre>
        </Card>
        <section aria-labelledby="tries-title">
          <h2 id="tries-title" className="mb-3 text-[0.9375rem] font-semibold">
            Tries
          </h2>
          {attempts.length === 0 ? (
            <p className="text-muted">None yet.</p>
          ) : (
            <Table
              caption="Tries"
              density="dense"
              stacked
              labels={["", "Status", "Took", "What came of it", "Answer"]}
            >
              <TableHead>
                <HeaderCell>When (UTC)</HeaderCell>
                <HeaderCell>Status</HeaderCell>
                <HeaderCell>Took</HeaderCell>
                <HeaderCell>What came of it</HeaderCell>
                <HeaderCell>Beginning of the answer</HeaderCell>
              </TableHead>
              <TableBody>
                {attempts.toReversed().map((attempt) => (
                  <Row key={attempt.at.getTime()}>
                    <Cell strong nowrap>
                      {secondInWords(attempt.at)}
                    </Cell>
                    <Cell>{attempt.status ?? "None"}</Cell>
                    <Cell nowrap>{formatCount(attempt.tookMs)} ms</Cell>
                    <Cell>{attempt.problem ?? "Delivered."}</Cell>
                    <Cell>
                      <code className="text-dense wrap-anywhere">{attempt.answer}</code>
                    </Cell>
                  </Row>
                ))}
              </TableBody>
            </Table>
          )}
        </section>
      </div>
    </>
  );
}
