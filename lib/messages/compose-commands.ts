import "server-only";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Audience, Composed } from "@/lib/messages/audience";
import { KIND_INFO, type Method } from "@/lib/messages/kinds";
import { COMPOSED_KINDS, mayCompose } from "@/lib/messages/may-compose";
import { sendSoon } from "@/lib/messages/queue";
import { audienceSql, leftOut, type Writing } from "@/lib/messages/recipients";
import { readTemplate, type Template } from "@/lib/messages/template-queries";
import type { Actor } from "@/lib/permissions/actor";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";

/** What a message to many comes to: how many get it, who does not and why, and one who does. */
export type Plan = {
  template: Template;
  going: number;
  left: { why: string; count: number }[];
  exampleId: string | null;
};

type Given = { audience: Audience; templateKey: string; method: Method };

// A hundred thousand people take a while, and several times that on a machine that has much else to do.
const TIMEOUT_MS = 120_000;

/** Counts what sending would come to, by the same conditions that send. */
export function planMessage(actor: Actor, given: Given): Promise<Result<Plan>> {
  return command(
    actor,
    "messages.send",
    async (tx) => {
      const writing = await readWriting(tx, actor, given);
      return writing.ok ? ok(await count(tx, actor, writing.value)) : writing;
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

/**
 * Queues a message to everybody whom it is for, by one statement, and writes one event that says to how many. Nobody gets
 * it when it would be another number than was confirmed. Pressed twice, the second press finds nobody left.
 */
export function sendMessage(actor: Actor, given: Composed): Promise<Result<{ queued: number }>> {
  return command(
    actor,
    "messages.send",
    async (tx) => {
      const { id: organizationId } = actor.organization;
      const key = `compose ${organizationId}`;
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))::text`;
      const writing = await readWriting(tx, actor, given);
      if (!writing.ok) return writing;
      const queued = await queue(tx, actor, writing.value);
      if (queued !== given.expected) return changedMeanwhile(queued);
      await sendSoon(tx, organizationId);
      const { template, method } = writing.value;
      const subject = { type: "message" as const, id: null, name: template.name };
      const after = { template: template.name, method, messages: queued };
      await record(tx, organizationId, actor, "message.sent", subject, { after });
      return ok({ queued });
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

const changedMeanwhile = (count: number) =>
  fail(
    "conflict",
    `Something has changed meanwhile: ${count.toLocaleString("en")} ${count === 1 ? "person" : "people"} would get it now. Look again, then confirm.`,
  );

async function readWriting(tx: Transaction, actor: Actor, given: Given): Promise<Result<Writing>> {
  const { audience, templateKey, method } = given;
  const template = await readTemplate(tx, actor.organization.id, templateKey);
  if (!template) return notFound("template");
  if (!COMPOSED_KINDS.includes(template.kind))
    return fail("invalid", `“${template.name}” is sent when there is a reason to, and never by hand.`);
  if (!mayCompose(actor, template.kind)) return forbidden();
  const goes =
    KIND_INFO[template.kind].methods.includes(method) && (method === "email" || template.smsBody !== "");
  if (!goes) return fail("invalid", `“${template.name}” has no words for an SMS.`);
  return ok({ audience, template, method });
}

async function count(tx: Transaction, actor: Actor, writing: Writing): Promise<Plan> {
  const reasons = leftOut(actor, writing);
  const cases = reasons.map(({ when }, index) => Prisma.sql`WHEN ${when} THEN ${index}::int`);
  const rows = await tx.$queryRaw<{ reason: number | null; count: number; example: string }[]>`
    SELECT reason, count(*)::int AS count, min(id::text) AS example FROM (
      SELECT u.id, CASE ${Prisma.join(cases, " ")} END AS reason
      FROM (SELECT * FROM users WHERE ${audienceSql(actor.organization.id, writing.audience)}) AS u) AS judged
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

function queue(tx: Transaction, actor: Actor, writing: Writing): Promise<number> {
  const { audience, template, method } = writing;
  const { id: organizationId } = actor.organization;
  const address = method === "email" ? Prisma.sql`u.access_email` : Prisma.sql`u.mobile_phone`;
  const conditions = leftOut(actor, writing).map(({ when }) => Prisma.sql`(${when})`);
  return tx.$executeRaw`
    INSERT INTO messages (organization_id, id, user_id, kind, method, address, template_id, made_by)
    SELECT u.organization_id, uuid7(), u.id, ${template.kind}, ${method}, ${address}, ${template.id}::uuid,
      ${JSON.stringify(storeActor(actor))}::jsonb
    FROM (SELECT * FROM users WHERE ${audienceSql(organizationId, audience)}) AS u
    WHERE (${Prisma.join(conditions, " OR ")}) IS NOT TRUE`;
}
