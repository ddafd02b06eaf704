import { callOff } from "@/app/(org)/[org]/users/import/[importId]/choice-actions";
import { ActButton } from "@/components/imports/act";
import { Alert } from "@/components/ui/alert";
import { formatCount } from "@/components/ui/format";
import type { ImportDetails } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";

const TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short", timeZone: "UTC" });

/** An import that waits for its moment. */
export function ScheduledStep({ actor, found }: { actor: Actor; found: ImportDetails }) {
  const { id, goLiveAt, committedBy, rowCount, note } = found;
  const org = actor.organization.slug;
  return (
    <Alert
      tone="info"
      title={`Goes live ${goLiveAt ? `${TIME.format(goLiveAt)} UTC` : "soon"}`}
      actions={
        actor.permissions.has("users.import.commit") && (
          <ActButton size="sm" act={callOff.bind(null, org, { importId: id })}>
            Call it off
          </ActButton>
        )
      }
    >
      {formatCount(rowCount)} rows, scheduled by {committedBy}. Nothing is written before. If the directory
      has changed by then, the rows are shown again in place of being imported.
      {note && <span className="mt-1 block">Note: {note}</span>}
    </Alert>
  );
}
