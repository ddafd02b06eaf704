import "server-only";
import { writeInvitation } from "@/lib/credentials/invitations";
import { hashToken, tokenOf } from "@/lib/credentials/token";
import type { Transaction } from "@/lib/db";
import { publicUrl, required } from "@/lib/env";
import { type Content, writeInvitationMail } from "@/lib/messages/invitation";
import { fail, ok, type Result } from "@/lib/result";
import { routes } from "@/lib/routes";

type Waiting = { organizationId: string; id: string; userId: string; address: string; attempts: number };

/**
 * The words of an invitation with its link, and the address it goes to: at the first try the person's access email as it
 * is then, and the same one ever after. The link is made when it is first needed and is the same at every later try,
 * because the message's id and the installation's secret make it; of it, too, no more than the hash is kept.
 * @param waiting `attempts` counts the try that is being made
 */
export async function prepareInvitation(
  tx: Transaction,
  { organizationId, id, userId, address, attempts }: Waiting,
): Promise<Result<Content & { to: string }>> {
  const user = await tx.user.findFirst({ where: { organizationId, id: userId, removedAt: null } });
  if (!user) return fail("conflict", "The person was removed.");
  if (user.activatedAt) return fail("conflict", "The account is active already.");
  if (user.suspendedAt || user.legacyStatus) return fail("conflict", "The account may not be activated.");
  const isOther = user.accessEmail !== address;
  if (isOther && attempts > 1)
    return fail("conflict", "The access email has been changed since the first try.");
  if (isOther)
    await tx.message.updateMany({ where: { organizationId, id }, data: { address: user.accessEmail } });
  const token = tokenOf(required("NEXTAUTH_SECRET"), `invitation ${id}`);
  const find = () => tx.credential.findFirst({ where: { organizationId, tokenHash: hashToken(token) } });
  let credential = await find();
  if (!credential) {
    await writeInvitation(tx, { kind: "system", name: "Rollcall" }, user, "invitation", token);
    credential = await find();
  }
  if (!credential || credential.usedAt || credential.revokedAt || credential.expiresAt <= new Date()) {
    return fail("conflict", "A newer link was issued, or this one has lapsed.");
  }
  const organization = await tx.organization.findFirstOrThrow({ select: { name: true } });
  const content = writeInvitationMail({
    organization: organization.name,
    firstName: user.firstName,
    username: user.username,
    link: `${publicUrl()}${routes.activate(token)}`,
    expiresAt: credential.expiresAt,
  });
  return ok({ ...content, to: user.accessEmail });
}
