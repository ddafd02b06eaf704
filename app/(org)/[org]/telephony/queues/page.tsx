import type { Metadata } from "next";
import { TelephonyTabs } from "@/app/(org)/[org]/telephony/tabs";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { listQueues, type QueueListed } from "@/lib/telephony/queue-queries";
import { STRATEGY_LABELS } from "@/lib/telephony/words";

export const metadata: Metadata = { title: "Queues" };

export default async function QueuesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "telephony.read");
  const queues = await listQueues(actor);
  const newQueue = can(actor, "telephony.update") && (
    <Button href={routes.queue(org, "new")} variant="primary" icon={<Icon name="plus" />}>
      New queue
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Telephony"
        description="A queue has a number of its own and shares its calls among extensions."
        actions={queues.length > 0 && newQueue}
      />
      <TelephonyTabs org={org} current="queues" />
      {queues.length === 0 ? (
        <EmptyState icon={<Icon name="phone" size={20} />} title="No queues yet" actions={newQueue}>
          Make one where several people answer the same calls, such as a help desk.
        </EmptyState>
      ) : (
        <Table caption="Queues" stacked labels={["", "Number", "Strategy", "Members", "Voicemail"]}>
          <TableHead>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell>Number</HeaderCell>
            <HeaderCell>Strategy</HeaderCell>
            <HeaderCell>Members</HeaderCell>
            <HeaderCell>Voicemail</HeaderCell>
          </TableHead>
          <TableBody>
            {queues.map((queue) => (
              <Row key={queue.id}>
                <Cell strong>
                  <Link href={routes.queue(org, queue.id)}>{queue.name}</Link>
                </Cell>
                <Cell>{queue.number}</Cell>
                <Cell>{STRATEGY_LABELS[queue.strategy]}</Cell>
                <Cell>{membersInWords(queue)}</Cell>
                <Cell>{queue.voicemail ? "On" : "Off"}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </>
  );
}

const membersInWords = ({ members, paused }: QueueListed): string =>
  paused === 0 ? formatCount(members) : `${formatCount(members)}, ${formatCount(paused)} paused`;
