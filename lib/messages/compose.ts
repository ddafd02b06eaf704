import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { sendSoon } from "@/lib/messages/queue";
import { audienceSql, leftOut, type Writing } from "@/lib/messages/recipients";
import type { Template } from "@/lib/messages/template-queries";
import type { Actor } from "@/lib/permissions/actor";

/** What a message to many comes to: how many get it, who does not and why, and one who does. */
export type Plan = {
  template: Template;
  going: number;
  left: { why: string; count: number }[];
  exampleId: string | null;
};

/** A hundred thousand people take a while, and several times that on a machine that has much else to do. */
export const COMPOSE_TIMEOUT_MS = 120_000;

/** Counts who gets a message and who does not, by the same conditions that queue it. */
export async function planWriting(tx: Transaction, actor: Actor, writing: Writing): Promise<Plan> {
  const reasons = leftOut(actor, writing);
  const cases = reasons.map(({ when }, index) => Prisma.sql`WHEN ${when} THEN ${index}::int`);
  const rows = await tx.$queryRaw<{ reason: number | null; count: number; example: string }[]>`
    SELECT reason, count(*)::int AS count, min(id::text) AS example FROM (
      SELECT u.id, CASE ${Prisma.join(cases, " ")} END AS reason
      FROM (SELECT * FROM users WHERE ${audienceSql(actor, writing.audience)}) AS u) AS judged
    GROUP BY reason ORDER BY reason`;
  const going = rows.find(({ reason }) => reason === null);
  return {
    template: writing.template,
    going: going?.count ?? 0,
    exampleId: going?.example ?? null,
    left: rows.flatMap(({ reason, count: left }) =>
      reason === null ? [] : [{ why: reasons[reason]?.why ?? "", count: left }],
    ),
  };
}

/**
 * Queues a message for everybody who gets it, by one statement, and one such statement at a time. Whoever calls has
 * asked for the right.
 * @returns for how many
 */
export async function queueWriting(tx: Transaction, actor: Actor, writing: Writing): Promise<number> {
  const { audience, template, method } = writing;
  const { id: organizationId } = actor.organization;
  const key = `compose ${organizationId}`;
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))::text`;
  const address = method === "email" ? Prisma.sql`u.access_email` : Prisma.sql`u.mobile_phone`;
  const conditions = leftOut(actor, writing).map(({ when }) => Prisma.sql`(${when})`);
  const queued = await tx.$executeRaw`
    INSERT INTO messages (organization_id, id, user_id, kind, method, address, template_id, made_by)
    SELECT u.organization_id, uuid7(), u.id, ${template.kind}, ${method}, ${address}, ${template.id}::uuid,
      ${JSON.stringify(storeActor(actor))}::jsonb
    FROM (SELECT * FROM users WHERE ${audienceSql(actor, audience)}) AS u
    WHERE (${Prisma.join(conditions, " OR ")}) IS NOT TRUE`;
  if (queued > 0) await sendSoon(tx, organizationId);
  return queued;
}
