import { secondInWords } from "@/components/ui/dates";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { DeliveryStateMark } from "@/components/webhooks/states";
import type { Attempt, DeliveryState } from "@/lib/webhooks/attempt";

type Delivery = {
  eventId: string;
  type: string;
  occurredAt: Date;
  state: DeliveryState;
  tries: number;
  nextAttemptAt: Date;
  last: Attempt | null;
};

type DeliveriesTableProps = { deliveries: Delivery[]; hrefOf: (eventId: string) => string };

/** Deliveries of a webhook, the newest first. */
export function DeliveriesTable({ deliveries, hrefOf }: DeliveriesTableProps) {
  return (
    <Table caption="Deliveries" density="dense" stacked labels={["", "State", "Answer", "Last try", "Tries"]}>
      <TableHead>
        <HeaderCell>Event</HeaderCell>
        <HeaderCell>State</HeaderCell>
        <HeaderCell>Answer</HeaderCell>
        <HeaderCell>Last try</HeaderCell>
        <HeaderCell>Tries</HeaderCell>
      </TableHead>
      <TableBody>
        {deliveries.map(({ eventId, type, occurredAt, state, tries, nextAttemptAt, last }) => (
          <Row key={eventId}>
            <Cell strong>
              <Link href={hrefOf(eventId)}>{type}</Link>
              <span className="block text-dense font-normal text-muted">{secondInWords(occurredAt)}</span>
            </Cell>
            <Cell>
              <DeliveryStateMark state={state} />
            </Cell>
            <Cell>{last ? (last.problem ?? `It answered ${last.status}.`) : "None yet"}</Cell>
            <Cell nowrap>
              {last ? secondInWords(last.at) : "Never"}
              {state === "waiting" && last && (
                <span className="block text-dense text-muted">Next: {secondInWords(nextAttemptAt)}</span>
              )}
            </Cell>
            <Cell>{tries}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
