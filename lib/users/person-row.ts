import "server-only";
import type { Transaction } from "@/lib/db";
import type { Prisma, User } from "@/lib/generated/prisma/client";

/** A person's row with what their groups and the permissions given to them alone come to. */
export type PersonRow = User & { extraPermissions: string[] };

/** The first person that is meant; null when there is none. */
export async function findPersonRow(
  tx: Transaction,
  where: Prisma.UserWhereInput,
): Promise<PersonRow | null> {
  const found = await tx.user.findFirst({ where, include: { held: { select: { permissions: true } } } });
  if (!found) return null;
  const { held, ...user } = found;
  return { ...user, extraPermissions: held?.permissions ?? [] };
}
