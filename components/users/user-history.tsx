import { ChangeList } from "@/components/audit/change-list";
import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { AUDIT_ACTIONS } from "@/lib/audit/actions";
import type { AuditRow } from "@/lib/audit/queries";

type UserHistoryProps = {
  /** The latest events, newest first. */
  events: AuditRow[];
  /** Where all of them are, when these are not all. */
  allHref?: string;
};

/** What has happened to a person's account, and who did it. */
export function UserHistory({ events, allHref }: UserHistoryProps) {
  if (events.length === 0) {
    return (
      <Card title="History">
        <p className="text-muted">Nothing has been written down about this person yet.</p>
      </Card>
    );
  }
  return (
    <Card title="History" padded={false} actions={allHref && <Link href={allHref}>All events</Link>}>
      <div className="max-sm:px-3 max-sm:pb-3 sm:px-2.5 sm:pb-1 sm:[&_tbody_tr:last-child>*]:border-0">
        <Table caption="Events" density="dense" stacked labels={["", "When", "By", "Changes"]}>
          <TableHead>
            <HeaderCell>What</HeaderCell>
            <HeaderCell>When</HeaderCell>
            <HeaderCell>By</HeaderCell>
            <HeaderCell>Changes</HeaderCell>
          </TableHead>
          <TableBody>
            {events.map((event) => (
              <Row key={event.id}>
                <Cell strong>{AUDIT_ACTIONS[event.action] ?? event.action}</Cell>
                <Cell nowrap quiet>
                  <time dateTime={event.occurredAt.toISOString()}>{timeInWords(event.occurredAt)}</time>
                </Cell>
                <Cell>
                  {event.actorName}
                  {event.fromAnotherOrganization && (
                    <span className="text-muted"> (managing organization)</span>
                  )}
                </Cell>
                <Cell>
                  <ChangeList changes={event.changes} />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      </div>
    </Card>
  );
}
