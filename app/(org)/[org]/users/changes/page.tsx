import type { Metadata } from "next";
import { planTakingBack, stopBulkChange, takeChangeBack } from "@/app/(org)/[org]/users/changes/actions";
import { timeInWords } from "@/components/ui/dates";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { countPeople, madeInWords } from "@/components/users/bulk-words";
import { ChangesUnderWay } from "@/components/users/changes-under-way";
import { leftInWords } from "@/components/users/left-words";
import { UndoChange } from "@/components/users/undo-change";
import { requireActor } from "@/lib/auth/guard";
import { UNDO_DAYS } from "@/lib/users/undo/kinds";
import { type ChangeListed, listChanges } from "@/lib/users/undo/queries";

export const metadata: Metadata = { title: "Bulk changes" };

export default async function ChangesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "users.read");
  const changes = await listChanges(actor);
  // One that is being made stands above with how far it has come.
  const made = changes.filter(({ running }) => running?.what !== "making");
  return (
    <>
      <PageHeader
        title="Bulk changes"
        description={`What was done to people chosen in the list. Each can be taken back for ${UNDO_DAYS} days; whoever was changed again since stays as they are.`}
      />
      <ChangesUnderWay org={org} changes={changes} stop={stopBulkChange} />
      {changes.length === 0 ? (
        <EmptyState icon={<Icon name="list-checks" size={20} />} title="Nothing yet">
          Choose people in the list of users, and what is done to them stands here.
        </EmptyState>
      ) : (
        made.length > 0 && (
          <Table caption="Bulk changes" stacked labels={["", "People", "When", "By", ""]}>
            <TableHead>
              <HeaderCell>Change</HeaderCell>
              <HeaderCell>People</HeaderCell>
              <HeaderCell>When</HeaderCell>
              <HeaderCell>By</HeaderCell>
              <HeaderCell>
                <span className="sr-only">Take back</span>
              </HeaderCell>
            </TableHead>
            <TableBody>
              {made.map((listed) => (
                <Row key={listed.id}>
                  <Cell strong>
                    {madeInWords(listed)}
                    <Outcome listed={listed} />
                  </Cell>
                  <Cell>{formatCount(listed.people)}</Cell>
                  <Cell>{timeInWords(listed.madeAt)}</Cell>
                  <Cell>{listed.by ?? "Somebody"}</Cell>
                  <Cell>
                    <TakenBack org={org} listed={listed} />
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        )
      )}
    </>
  );
}

/** Who stayed as they were, and why it ended early, of a change by the worker. */
function Outcome({ listed: { leftOut, refusal } }: { listed: ChangeListed }) {
  const left = leftOut && leftInWords(leftOut);
  if (!left && !refusal) return null;
  return (
    <span className="mt-1 block text-dense font-normal text-muted">
      {refusal && <span className="block text-error">It ended early: {refusal}</span>}
      {left}
    </span>
  );
}

function TakenBack({ org, listed }: { org: string; listed: ChangeListed }) {
  const { id, undone, running, mayUndo } = listed;
  if (running) return "Being taken back";
  if (undone) {
    const whose = undone.by ? ` by ${undone.by}` : "";
    return `Taken back for ${countPeople(undone.people)}${whose}, ${timeInWords(undone.at)}`;
  }
  if (!mayUndo) return null;
  return (
    <UndoChange
      org={org}
      changeId={id}
      what={madeInWords(listed)}
      plan={planTakingBack}
      undo={takeChangeBack}
    />
  );
}
