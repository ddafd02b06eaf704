import "server-only";
import { record } from "@/lib/audit/record";
import { lockPerson } from "@/lib/credentials/lock-person";
import { mayInvite, mayReset } from "@/lib/credentials/may-reset";
import type { Transaction } from "@/lib/db";
import { queueMessage } from "@/lib/messages/queue-one";

export type Account = { organizationId: string; userId: string };

const NO_ID = "00000000-0000-4000-8000-000000000000";

/** Stands for whoever is not there, so that looking for them is the same work. */
export const NOBODY: Account = { organizationId: NO_ID, userId: NO_ID };

/** A person who asks for links themselves gets so many of a kind in half an hour. */
export const LINKS_MAX = 5;

const LINKS_MINUTES = 30;

/**
 * Queues a message with a link that somebody has asked for who is not signed in, if its person may have one. It goes to
 * their access email, whoever asked.
 */
export async function queueLink(
  tx: Transaction,
  { organizationId, userId }: Account,
  { kind, by, ip }: { kind: "invitation" | "reset"; by: string; ip: string },
): Promise<void> {
  await lockPerson(tx, organizationId, userId);
  const organization = await tx.organization.findFirst({
    where: { suspendedAt: null },
    select: { id: true },
  });
  const user = await tx.user.findFirst({ where: { organizationId, id: userId, removedAt: null } });
  const since = new Date(Date.now() - LINKS_MINUTES * 60_000);
  const earlier = await tx.message.count({
    where: { organizationId, userId, kind, createdAt: { gt: since } },
  });
  if (!organization || !user || earlier >= LINKS_MAX) return;
  if (!(kind === "reset" ? mayReset : mayInvite)(user, new Date())) return;
  await queueMessage(tx, { organizationId, userId, kind, address: user.accessEmail });
  const subject = { type: "user" as const, id: userId, name: user.username };
  const action = kind === "reset" ? "user.resetRequested" : "user.linkRequested";
  await record(tx, organizationId, { kind: "anonymous", name: by, ip }, action, subject);
}
