import type { Metadata } from "next";
import { makeWebhook } from "@/app/(org)/[org]/webhooks/actions";
import { Button } from "@/components/ui/button";
import { timeInWords } from "@/components/ui/dates";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { opens } from "@/components/ui/invoker";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { MakeWebhook } from "@/components/webhooks/make-webhook";
import { WebhookStateMark } from "@/components/webhooks/states";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { ALL_WEBHOOK_EVENTS } from "@/lib/webhooks/event-types";
import { listWebhooks } from "@/lib/webhooks/queries";

export const metadata: Metadata = { title: "Webhooks" };

const MAKE = "make-webhook";

export default async function WebhooksPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "connections.read");
  const mayChange = can(actor, "connections.update");
  const webhooks = await listWebhooks(actor);
  const makeButton = mayChange && (
    <Button variant="primary" icon={<Icon name="plus" />} {...opens(MAKE)}>
      Make a webhook
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Webhooks"
        description="Programs of yours that are told, by a signed request, when something happens to people or imports here. Times are UTC."
        actions={makeButton}
      />
      {webhooks.length === 0 ? (
        <EmptyState icon={<Icon name="webhook" size={20} />} title="No webhooks yet">
          {mayChange
            ? "Make one for each program that is to know of changes as they happen."
            : "Admins make them for programs that are to know of changes as they happen."}
        </EmptyState>
      ) : (
        <Table
          caption="Webhooks"
          stacked
          labels={["", "State", "Sends to", "Told of", "Waiting", "Missed", "Last delivery", "Made by"]}
        >
          <TableHead>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell>State</HeaderCell>
            <HeaderCell>Sends to</HeaderCell>
            <HeaderCell>Told of</HeaderCell>
            <HeaderCell>Waiting</HeaderCell>
            <HeaderCell>Missed</HeaderCell>
            <HeaderCell>Last delivery</HeaderCell>
            <HeaderCell>Made by</HeaderCell>
          </TableHead>
          <TableBody>
            {webhooks.map((webhook) => (
              <Row key={webhook.id} muted={webhook.offAt !== null}>
                <Cell strong>
                  <Link href={routes.webhook(org, webhook.id)}>{webhook.name}</Link>
                </Cell>
                <Cell>
                  <WebhookStateMark {...webhook} />
                </Cell>
                <Cell>{webhook.origin}</Cell>
                <Cell>{toldOf(webhook.eventTypes)}</Cell>
                <Cell>{formatCount(webhook.waiting)}</Cell>
                <Cell>{formatCount(webhook.missed)}</Cell>
                <Cell nowrap>{webhook.lastDeliveredAt ? timeInWords(webhook.lastDeliveredAt) : "Never"}</Cell>
                <Cell>{webhook.madeBy}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      {mayChange && <MakeWebhook id={MAKE} org={org} make={makeWebhook} />}
    </>
  );
}

const toldOf = (types: readonly string[]) =>
  types.length === 0 ? "All events" : `${types.length} of ${ALL_WEBHOOK_EVENTS.length} events`;
