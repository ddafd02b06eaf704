import { ErrorsCard, ResultCard } from "@/app/(org)/[org]/users/import/[importId]/result-card";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { DescriptionList } from "@/components/ui/description-list";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Pagination } from "@/components/ui/pagination";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { ImportDetails } from "@/lib/imports/queries";
import { type KeptPerson, keptAfter, listKept } from "@/lib/imports/row-queries";
import { KEPT_BECAUSE } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { routes } from "@/lib/routes";

type Props = { actor: Actor; found: ImportDetails; query: Record<string, string | string[] | undefined> };

/** What came of taking an import back, and everybody whom that left as they are. */
export async function UndoneStep({ actor, found, query }: Props) {
  const org = actor.organization.slug;
  const { undoResult, result } = found;
  if (!undoResult) return null;
  const after = keptAfter(query.after);
  const kept = await listKept(actor, found.id, after);
  const keptCount = undoResult.kept + (undoResult.stillSuspended ?? 0);
  return (
    <div className="grid max-w-3xl gap-5">
      <Alert
        tone="success"
        title="This import was taken back"
        actions={
          <Button href={routes.imports(org)} size="sm">
            Import a file
          </Button>
        }
      >
        {keptCount > 0
          ? "Some people were kept, because something has happened to them since or one thing of theirs cannot come back; they are listed below with the reason."
          : "The directory is as it was before."}
      </Alert>
      <Card title="What was taken back">
        <DescriptionList
          items={[
            { term: "Removed", detail: formatCount(undoResult.removed) },
            { term: "As before", detail: formatCount(undoResult.restored) },
            { term: "Kept", detail: formatCount(undoResult.kept) },
            ...(undoResult.reactivated === undefined
              ? []
              : [{ term: "Reactivated", detail: formatCount(undoResult.reactivated) }]),
            ...(undoResult.stillSuspended
              ? [{ term: "Not reactivated", detail: formatCount(undoResult.stillSuspended) }]
              : []),
            { term: "Taken back by", detail: found.undoneBy },
            { term: "Taken back", detail: found.undoneAt && timeInWords(found.undoneAt) },
          ]}
        />
      </Card>
      {result && <ResultCard found={found} result={result} title="What the import had done" />}
      {keptCount > 0 && (
        <div>
          <KeptTable org={org} people={kept.people} />
          <Pagination
            label="Pages of people who were kept"
            previousHref={after.afterLine > 0 ? routes.import(org, found.id) : undefined}
            nextHref={kept.next ? routes.import(org, found.id, { after: kept.next }) : undefined}
          >
            {formatCount(kept.people.length)} of {formatCount(keptCount)} people
          </Pagination>
        </div>
      )}
      <ErrorsCard org={org} found={found} />
    </div>
  );
}

function KeptTable({ org, people }: { org: string; people: KeptPerson[] }) {
  return (
    <Table caption="People who were kept" stacked labels={["Line", "", "Because"]}>
      <TableHead>
        <HeaderCell align="end">Line</HeaderCell>
        <HeaderCell>Username</HeaderCell>
        <HeaderCell>Kept, because this person</HeaderCell>
      </TableHead>
      <TableBody>
        {people.map(({ line, userId, username, reason }) => (
          <Row key={userId}>
            <Cell align="end" quiet>
              {line ?? "Not in the file"}
            </Cell>
            <Cell strong>
              <Link href={routes.user(org, userId)} variant="quiet">
                {username}
              </Link>
            </Cell>
            <Cell>{KEPT_BECAUSE[reason]}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
