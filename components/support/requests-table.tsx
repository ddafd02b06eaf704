import { RequestStateMark } from "@/components/support/request-state";
import { Badge } from "@/components/ui/badge";
import { timeInWords } from "@/components/ui/dates";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { routes } from "@/lib/routes";
import { type RequestState, URGENCY_LABELS, type Urgency } from "@/lib/support/states";

type RequestItem = {
  id: string;
  number: number;
  asker: string;
  kind: string;
  urgency: Urgency;
  words: string;
  state: RequestState;
  createdAt: Date;
};

type RequestsTableProps = { org: string; rows: RequestItem[]; caption: string; showsAsker: boolean };

/** Requests, the newest first. */
export function RequestsTable({ org, rows, caption, showsAsker }: RequestsTableProps) {
  return (
    <Table
      caption={caption}
      stacked
      labels={["", "Urgency", ...(showsAsker ? ["Asked by"] : []), "State", "When"]}
    >
      <TableHead>
        <HeaderCell>Request</HeaderCell>
        <HeaderCell>Urgency</HeaderCell>
        {showsAsker && <HeaderCell>Asked by</HeaderCell>}
        <HeaderCell>State</HeaderCell>
        <HeaderCell>When</HeaderCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.id}>
            <Cell strong>
              <Link href={routes.supportRequest(org, row.id)}>
                {row.number}: {row.kind}
              </Link>
              <p className="line-clamp-1 max-w-md font-normal text-muted">{row.words}</p>
            </Cell>
            <Cell>
              {row.urgency === "critical" ? (
                <Badge tone="error">{URGENCY_LABELS.critical}</Badge>
              ) : (
                URGENCY_LABELS[row.urgency]
              )}
            </Cell>
            {showsAsker && <Cell>{row.asker}</Cell>}
            <Cell>
              <RequestStateMark state={row.state} />
            </Cell>
            <Cell nowrap>{timeInWords(row.createdAt)}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
