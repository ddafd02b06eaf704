import "server-only";
import { activatableSql } from "@/lib/credentials/activatable";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Audience } from "@/lib/messages/audience";
import { audienceSql } from "@/lib/messages/recipients";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/** For how many codes can be printed, on however many sheets. */
export async function countForSheet(actor: Actor, audience: Audience): Promise<number> {
  demand(actor, "users.credentials.issue");
  const counted = await withOrganization(actor.organization.id, (tx) =>
    countSheetPeople(tx, actor, audience),
  );
  return counted.waiting;
}

/** How many are chosen, and how many of them can be activated and are within reach. */
export async function countSheetPeople(
  tx: Transaction,
  actor: Actor,
  audience: Audience,
): Promise<{ chosen: number; waiting: number }> {
  const [counted] = await tx.$queryRaw<{ chosen: number; waiting: number }[]>`
    SELECT count(*)::int AS chosen, (count(*) FILTER (WHERE ${activatableSql(actor)}))::int AS waiting
    FROM users WHERE ${audienceSql(actor, audience)}`;
  return counted ?? { chosen: 0, waiting: 0 };
}
