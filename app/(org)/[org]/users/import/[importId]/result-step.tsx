import { InvitationsCard } from "@/app/(org)/[org]/users/import/[importId]/invitations-card";
import { ErrorsCard, ResultCard } from "@/app/(org)/[org]/users/import/[importId]/result-card";
import { takeBack } from "@/app/(org)/[org]/users/import/actions";
import { UndoImport } from "@/components/imports/undo-import";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import type { ImportDetails } from "@/lib/imports/queries";
import { mayUndo } from "@/lib/imports/rights";
import type { ImportResult } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { routes } from "@/lib/routes";
import { userListSearchParams } from "@/lib/users/list";

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
            {created > 0 && (
              <Button
                href={routes.users(org, userListSearchParams({ importId: found.id }))}
                variant="primary"
                size="sm"
              >
                See {created === 1 ? "the new person" : "the new people"} in the list
              </Button>
            )}
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
      <ResultCard found={found} result={result} title="Result" />
      {result.created > 0 && <InvitationsCard actor={actor} importId={found.id} />}
      <ErrorsCard org={org} found={found} />
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
