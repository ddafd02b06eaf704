import { timeInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import type { ImportSummary } from "@/lib/imports/history-queries";

/** What there is to say beside an import's state: who asks for approval, what an undo kept, when it goes live, and so on. */
export function ImportAside({ import: given }: { import: ImportSummary }) {
  const { goLiveAt, invitations, handedInBy, returnedBy, undoResult } = given;
  const kept = undoResult ? undoResult.kept + (undoResult.stillSuspended ?? 0) : 0;
  const words =
    (handedInBy && `${handedInBy} asks for it`) ||
    (kept > 0 && `${formatCount(kept)} kept`) ||
    (returnedBy && `returned by ${returnedBy}`) ||
    (goLiveAt ? timeInWords(goLiveAt) : invitations && invitationWords(invitations));
  return words ? <span className="block text-dense text-muted">{words}</span> : null;
}

/** How far invitations have come: `3 invitations sent, 1 waiting`. */
export function invitationWords({
  sent,
  waiting,
  failed,
}: NonNullable<ImportSummary["invitations"]>): string {
  return [
    `${formatCount(sent)} ${sent === 1 ? "invitation" : "invitations"} sent`,
    waiting > 0 && `${formatCount(waiting)} waiting`,
    failed > 0 && `${formatCount(failed)} failed`,
  ]
    .filter(Boolean)
    .join(", ");
}
