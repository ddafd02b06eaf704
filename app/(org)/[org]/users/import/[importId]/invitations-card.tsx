import { inviteAll } from "@/app/(org)/[org]/users/import/[importId]/choice-actions";
import { ActButton } from "@/components/imports/act";
import { invitationWords } from "@/components/imports/import-aside";
import { RefreshWhile } from "@/components/imports/refresh-while";
import { Card } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { countInvitations } from "@/lib/messages/queries";
import type { Actor } from "@/lib/permissions/actor";

/** The invitations of an import, and the button that sends those that nobody has sent. */
export async function InvitationsCard({ actor, importId }: { actor: Actor; importId: string }) {
  const { uninvited, ...counts } = await countInvitations(actor, importId);
  const { sent, waiting, failed, cancelled } = counts;
  const some = sent + waiting + failed + cancelled > 0;
  if (!some && uninvited === 0) return null;
  const mayInvite = actor.permissions.has("users.credentials.issue") && uninvited > 0;
  return (
    <Card
      title="Invitations"
      description="A link by e-mail with which each person chooses a password. It works once, for seven days."
    >
      <div className="grid justify-items-start gap-3">
        {some && (
          <p>
            {invitationWords(counts)}
            {cancelled > 0 && `, ${formatCount(cancelled)} cancelled`}.
          </p>
        )}
        {waiting > 0 && <RefreshWhile />}
        {uninvited > 0 && (
          <p>{uninvited === 1 ? "1 person has" : `${formatCount(uninvited)} people have`} had none.</p>
        )}
        {mayInvite && (
          <ActButton act={inviteAll.bind(null, actor.organization.slug, { importId })}>
            Send {uninvited === 1 ? "1 invitation" : `${formatCount(uninvited)} invitations`}
          </ActButton>
        )}
      </div>
    </Card>
  );
}
