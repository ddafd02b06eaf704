import { RunState } from "@/components/connections/run-state";
import { timeInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { RunCounts } from "@/lib/sync/kinds";
import type { RunListed } from "@/lib/sync/queries";

const WORDS: [keyof RunCounts, string][] = [
  ["created", "added"],
  ["updated", "changed"],
  ["suspended", "suspended"],
  ["reactivated", "let in again"],
  ["joined", "taken into groups"],
  ["left", "taken out of groups"],
  ["issues", "with something wrong"],
];

/** The last runs, the latest first. */
export function RunsTable({ runs, importHref }: { runs: RunListed[]; importHref: (id: string) => string }) {
  if (runs.length === 0) return <p className="text-muted">None yet. Press Preview to see what would come.</p>;
  return (
    <Table caption="Runs" stacked labels={["", "State", "Read", "What came of it"]}>
      <TableHead>
        <HeaderCell>Begun</HeaderCell>
        <HeaderCell>State</HeaderCell>
        <HeaderCell>Read</HeaderCell>
        <HeaderCell>What came of it</HeaderCell>
      </TableHead>
      <TableBody>
        {runs.map(({ id, begunAt, askedBy, state, counts, notes, importId }) => (
          <Row key={id} muted={state === "superseded"}>
            <Cell strong nowrap>
              {timeInWords(begunAt)}
              <p className="text-dense font-normal text-muted">{askedBy ?? "On schedule"}</p>
            </Cell>
            <Cell>
              <RunState state={state} />
            </Cell>
            <Cell>{formatCount(counts.read ?? 0)}</Cell>
            <Cell>
              {inWords(counts, state === "done")}
              {notes.map((note) => (
                <p key={note} className="text-dense text-muted">
                  {note}
                </p>
              ))}
              {importId && (
                <p>
                  <Link href={importHref(importId)}>
                    {state === "review" ? "Review the import" : "See the import"}
                  </Link>
                </p>
              )}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function inWords(counts: RunCounts, isDone: boolean): string {
  const told = WORDS.flatMap(([key, words]) => (counts[key] ? [`${formatCount(counts[key])} ${words}`] : []));
  if (told.length > 0) return told.join(", ");
  return isDone ? "Nothing has changed" : "";
}
