import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { reachSql } from "@/lib/permissions/reach";
import type { LeftOut } from "@/lib/users/many/left-out";
import type { UndoableKind } from "@/lib/users/undo/kinds";

/** Of some people who are about to be changed, those who will not be because they are gone, or stand above the actor. */
export async function whoCannot(
  tx: Transaction,
  actor: Actor,
  ids: readonly string[],
  kind: UndoableKind,
): Promise<Pick<LeftOut, "gone" | "beyond">> {
  const isGone = kind === "restore" ? Prisma.sql`false` : Prisma.sql`u.removed_at IS NOT NULL`;
  const [counted] = await tx.$queryRaw<Pick<LeftOut, "gone" | "beyond">[]>`
    SELECT ${ids.length}::int - (count(*) FILTER (WHERE NOT ${isGone}))::int AS gone,
      (count(*) FILTER (WHERE NOT ${isGone} AND NOT ${reachSql(actor, "u")}))::int AS beyond
    FROM users u WHERE u.organization_id = ${actor.organization.id}::uuid AND u.id = ANY(${[...ids]}::uuid[])`;
  return counted ?? { gone: 0, beyond: 0 };
}
