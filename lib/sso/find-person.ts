import "server-only";
import type { Transaction } from "@/lib/db";
import type { SignOnProvider } from "@/lib/generated/prisma/client";
import type { Assertion } from "@/lib/sso/provider";

/** Whom a provider means. `create` is where it may be that somebody gets an account. */
export type Meant =
  | { is: "person"; userId: string; isLinked: boolean }
  | { is: "nobody"; why: Why; create: boolean };

/** Why nobody is meant, as the audit log and a trial say it. */
export const WHY = {
  notLinked: "Nobody is linked with this identity, and nobody new is let in.",
  noAddress: "The provider gave no verified e-mail address.",
  foreignDomain: "The address is at a domain that is not one of the organization’s proven domains.",
  unknown: "Nobody here has this username or this access email.",
  ambiguous: "More than one person has this access email, and nobody has it as a username.",
  otherIdentity: "The person who has this address is linked with another identity of the provider.",
} as const;
export type Why = keyof typeof WHY;

/**
 * Finds the person by the provider's own name for them, which stays. The first time it goes by the address, where the
 * organization has proven its domain: of others' domains its provider has nothing to say.
 */
export async function findMeant(
  tx: Transaction,
  provider: SignOnProvider,
  { subject, address }: Assertion,
): Promise<Meant> {
  const { organizationId, id: providerId } = provider;
  const key = { organizationId, providerId, subject };
  const link = await tx.signOnLink.findUnique({ where: { organizationId_providerId_subject: key } });
  if (link) return { is: "person", userId: link.userId, isLinked: true };
  if (provider.newPeople === "linked") return nobody("notLinked");
  if (!address) return nobody("noAddress");
  const name = address.slice(address.lastIndexOf("@") + 1);
  const domain = await tx.domain.findFirst({ where: { organizationId, name, provenAt: { not: null } } });
  if (!domain) return nobody("foreignDomain");
  const found = await findByAddress(tx, organizationId, address);
  if (found === null) return { ...nobody("unknown"), create: provider.newPeople === "create" };
  if (found === "many") return nobody("ambiguous");
  const userId = found.id;
  const other = await tx.signOnLink.count({ where: { organizationId, providerId, userId } });
  return other > 0 ? nobody("otherIdentity") : { is: "person", userId, isLinked: false };
}

const nobody = (why: Why) => ({ is: "nobody" as const, why, create: false });

async function findByAddress(
  tx: Transaction,
  organizationId: string,
  address: string,
): Promise<{ id: string } | "many" | null> {
  const byName = await tx.user.findFirst({
    where: { organizationId, username: address, removedAt: null },
    select: { id: true },
  });
  if (byName) return byName;
  const byEmail = await tx.user.findMany({
    where: { organizationId, accessEmail: address, removedAt: null },
    select: { id: true },
    take: 2,
  });
  return byEmail.length > 1 ? "many" : (byEmail[0] ?? null);
}
