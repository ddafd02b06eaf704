import "server-only";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import type { Audience, Composed } from "@/lib/messages/audience";
import { COMPOSE_TIMEOUT_MS, type Plan, planWriting, queueWriting } from "@/lib/messages/compose";
import { KIND_INFO, type Method } from "@/lib/messages/kinds";
import { COMPOSED_KINDS, mayCompose } from "@/lib/messages/may-compose";
import type { Writing } from "@/lib/messages/recipients";
import { readTemplate } from "@/lib/messages/template-queries";
import type { Actor } from "@/lib/permissions/actor";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";

type Given = { audience: Audience; templateKey: string; method: Method };

/** Counts what sending would come to, by the same conditions that send. */
export function planMessage(actor: Actor, given: Given): Promise<Result<Plan>> {
  return command(
    actor,
    "messages.send",
    async (tx) => {
      const writing = await readWriting(tx, actor, given);
      return writing.ok ? ok(await planWriting(tx, actor, writing.value)) : writing;
    },
    { timeoutMs: COMPOSE_TIMEOUT_MS },
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
      const writing = await readWriting(tx, actor, given);
      if (!writing.ok) return writing;
      const queued = await queueWriting(tx, actor, writing.value);
      if (queued !== given.expected) return changedMeanwhile(queued);
      const { template, method } = writing.value;
      const subject = { type: "message" as const, id: null, name: template.name };
      const after = { template: template.name, method, messages: queued };
      await record(tx, organizationId, actor, "message.sent", subject, { after });
      return ok({ queued });
    },
    { timeoutMs: COMPOSE_TIMEOUT_MS },
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
