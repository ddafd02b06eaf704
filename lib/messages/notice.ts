import "server-only";
import type { Transaction } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import { queueMessage } from "@/lib/messages/queue-one";

export type Notice = {
  about: string;
  words: string;
  /** The page, in the organization that has this slug. */
  link: (slug: string) => string;
};

const TOLD_MAX = 50;

/** Tells an organization's admins by e-mail that a key or a connection needs them. @returns how many */
export const tellAdmins = (tx: Transaction, organizationId: string, notice: Notice): Promise<number> =>
  tell(tx, organizationId, notice, { role: "admin" });

/** Tells one person, if they may still sign in. @returns whether they may */
export const tellPerson = async (
  tx: Transaction,
  organizationId: string,
  userId: string,
  notice: Notice,
): Promise<boolean> => (await tell(tx, organizationId, notice, { id: userId })) > 0;

async function tell(
  tx: Transaction,
  organizationId: string,
  { about, words, link }: Notice,
  who: { role: string } | { id: string },
): Promise<number> {
  const [organization, people] = [
    await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { slug: true } }),
    await tx.user.findMany({
      where: {
        organizationId,
        ...who,
        activatedAt: { not: null },
        suspendedAt: null,
        removedAt: null,
        legacyStatus: null,
        OR: [{ accessEndsAt: null }, { accessEndsAt: { gt: new Date() } }],
      },
      orderBy: { id: "asc" },
      take: TOLD_MAX,
      select: { id: true, accessEmail: true },
    }),
  ];
  const filled = {
    noticeAbout: about,
    noticeWords: words,
    noticeLink: publicUrl() + link(organization.slug),
  };
  for (const { id, accessEmail } of people)
    await queueMessage(tx, {
      organizationId,
      userId: id,
      kind: "connectionNotice",
      address: accessEmail,
      filled,
    });
  return people.length;
}
