import { InvitationsCard } from "@/app/(org)/[org]/users/import/[importId]/invitations-card";
import { takeBack } from "@/app/(org)/[org]/users/import/actions";
import { UndoImport } from "@/components/imports/undo-import";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { DescriptionList } from "@/components/ui/description-list";
import { formatCount } from "@/components/ui/format";
import type { ImportDetails } from "@/lib/imports/queries";
import { mayUndo } from "@/lib/imports/rights";
import type { ImportResult } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { routes } from "@/lib/routes";

/** What came of an import, for good. */
export function ResultStep({ actor, found }: { actor: Actor; found: ImportDetails }) {
  const org = actor.organization.slug;
  const { result } = found;
  if (!result) return null;
  const left = result.skipped + result.failed;
  const { created, updated } = result;
  const { suspended } = found;
  return (
    <div className="grid max-w-3xl gap-5">
      {found.refusal && (
        <Alert tone="error" title="This import was not taken back">
          {found.refusal.message}
        </Alert>
      )}
      <Alert
        tone="success"
        title={titleOf(result)}
        actions={
          <>
            <Button href={routes.users(org, { sort: "created:desc" })} variant="primary" size="sm">
              See them in the list
            </Button>
            <Button href={routes.imports(org)} size="sm">
              Import another file
            </Button>
            {mayUndo(actor) && created + updated + suspended > 0 && (
              <UndoImport
                org={org}
                importId={found.id}
                fileName={found.fileName}
                created={created}
                updated={updated}
                suspended={suspended}
                size="sm"
                takeBack={takeBack}
              />
            )}
          </>
        }
      >
        {result.created > 0 && "New people are pending until they activate their accounts."}
        {left > 0 &&
          ` ${formatCount(left)} ${left === 1 ? "row was" : "rows were"} left out; the errors file names each.`}
      </Alert>
      <Card title="Result">
        <DescriptionList
          items={[
            { term: "Rows in the file", detail: formatCount(found.rowCount) },
            { term: "Created", detail: formatCount(result.created) },
            { term: "Updated", detail: formatCount(result.updated) },
            { term: "Unchanged", detail: formatCount(result.unchanged) },
            {
              term: "Skipped",
              detail: `${formatCount(result.skipped)} (unselected, or not among those to add or update)`,
            },
            { term: "Failed", detail: `${formatCount(result.failed)} (wrong in some way)` },
            { term: "Imported by", detail: found.committedBy },
            ...(found.note ? [{ term: "Note", detail: found.note }] : []),
            { term: "Finished", detail: found.finishedAt && timeInWords(found.finishedAt) },
          ]}
        />
      </Card>
      {result.created > 0 && <InvitationsCard actor={actor} importId={found.id} />}
      <Card
        title="Errors file"
        description="Your own columns and an Errors column. Mend it and import it as it is."
      >
        <a className="text-link" href={routes.importErrors(found.id, org)} download>
          Download the errors file
        </a>
      </Card>
    </div>
  );
}

function titleOf({ created, updated }: ImportResult): string {
  const people = (count: number) => `${formatCount(count)} ${count === 1 ? "person was" : "people were"}`;
  const done = [
    (created > 0 || updated === 0) && `${people(created)} imported`,
    updated > 0 && `${people(updated)} updated`,
  ];
  return done.filter(Boolean).join(", ");
}
