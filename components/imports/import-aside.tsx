import { timeInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import type { ImportSummary } from "@/lib/imports/queries";

/** When an import goes live, or how many invitations went out, beside its state. */
export function ImportAside({ import: { goLiveAt, invitations } }: { import: ImportSummary }) {
  const words = goLiveAt ? timeInWords(goLiveAt) : invitations && invitationWords(invitations);
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
