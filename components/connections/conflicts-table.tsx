import { timeInWords } from "@/components/ui/dates";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { ConflictListed } from "@/lib/sync/queries";

type ConflictsTableProps = { conflicts: ConflictListed[]; userHref: (id: string) => string };

/** Where the directory and we said otherwise, and which of the two stands. */
export function ConflictsTable({ conflicts, userHref }: ConflictsTableProps) {
  if (conflicts.length === 0)
    return <p className="text-muted">None: where both say something, they agree.</p>;
  return (
    <Table caption="Conflicts" stacked labels={["", "Field", "Here", "Directory", "What stands", "Noticed"]}>
      <TableHead>
        <HeaderCell>Person</HeaderCell>
        <HeaderCell>Field</HeaderCell>
        <HeaderCell>Here</HeaderCell>
        <HeaderCell>Directory</HeaderCell>
        <HeaderCell>What stands</HeaderCell>
        <HeaderCell>Noticed</HeaderCell>
      </TableHead>
      <TableBody>
        {conflicts.map(({ userId, name, field, here, there, kept, hereBy, at }) => (
          <Row key={`${userId} ${field}`}>
            <Cell strong>
              <Link href={userHref(userId)} variant="quiet">
                {name}
              </Link>
            </Cell>
            <Cell>{field}</Cell>
            <Cell>
              {here || "Blank"}
              <p className="text-dense text-muted">by {hereBy}</p>
            </Cell>
            <Cell>{there || "Blank"}</Cell>
            <Cell>{kept === "here" ? "Ours" : "The directory’s"}</Cell>
            <Cell nowrap>{timeInWords(at)}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
