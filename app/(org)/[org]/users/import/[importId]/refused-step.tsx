import { matchAgain } from "@/app/(org)/[org]/users/import/actions";
import { ActButton } from "@/components/imports/act";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { ImportDetails } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";
import { routes } from "@/lib/routes";

/** Why a file as a whole cannot be imported, and what to do next. */
export function RefusedStep({ actor, found }: { actor: Actor; found: ImportDetails }) {
  const org = actor.organization.slug;
  return (
    <Alert
      tone="error"
      title="This file cannot be imported as it is"
      actions={
        found.mayPrepare && (
          <>
            <Button href={routes.imports(org)} variant="primary" size="sm">
              Choose another file
            </Button>
            {(found.headers.length > 0 || found.sheets.length > 1) && (
              <ActButton size="sm" act={matchAgain.bind(null, org, { importId: found.id })}>
                {found.headers.length > 0 ? "Match the columns again" : "Choose another sheet"}
              </ActButton>
            )}
          </>
        )
      }
    >
      {found.refusal?.message} Nothing was imported.
    </Alert>
  );
}
