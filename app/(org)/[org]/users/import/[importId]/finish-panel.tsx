import { finish } from "@/app/(org)/[org]/users/import/[importId]/leavers-actions";
import { ActButton } from "@/components/imports/act";
import { Alert } from "@/components/ui/alert";
import type { ImportDetails } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";

/** The way on for a file that changes nobody: finished, it tells who is not in it. */
export function FinishPanel({ actor, found }: { actor: Actor; found: ImportDetails }) {
  const { create, update, unchanged } = found.counts;
  if (create + update > 0 || unchanged === 0 || !actor.permissions.has("users.import.commit")) return null;
  const { id: importId, planVersion } = found;
  return (
    <Alert
      tone="info"
      title="Everybody is as this file says already"
      actions={
        <ActButton size="sm" act={finish.bind(null, actor.organization.slug, { importId, planVersion })}>
          Finish without changes
        </ActButton>
      }
    >
      Finish it to see who is in the directory but not in the file.
    </Alert>
  );
}
