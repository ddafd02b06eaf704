import "server-only";
import * as z from "zod";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import { KIND_INFO } from "@/lib/messages/kinds";
import { templateIssues, templateName, templateText } from "@/lib/messages/template/check";
import { readTemplate, type Template } from "@/lib/messages/template-queries";
import type { Actor } from "@/lib/permissions/actor";
import { fail, invalidFields, notFound, ok, type Result } from "@/lib/result";
import { isUniqueViolation } from "@/lib/users/unique-violation";

/** A new template of the organization's own has the key `new`. A built-in one keeps its name. */
export const templateInput = templateText.extend({
  key: z.string().max(40),
  /** The saved text that was edited, null for the product's own words or a new one. */
  id: z.uuid().nullable(),
  name: templateName,
});

export type TemplateInput = z.output<typeof templateInput>;

/** Saves a template: its new text takes the old one's place, and messages that are queued keep the old one. */
export async function saveTemplate(actor: Actor, given: TemplateInput): Promise<Result<{ key: string }>> {
  try {
    return await command(actor, "messages.templates.update", (tx) => save(tx, actor, given));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return nameTaken();
  }
}

const nameTaken = () => {
  const message = "Another template has this name.";
  return invalidFields([{ path: "name", message }]);
};

const changedMeanwhile = () =>
  fail("conflict", "Somebody else has saved this template meanwhile. Look at theirs, then change it again.");

async function save(tx: Transaction, actor: Actor, given: TemplateInput): Promise<Result<{ key: string }>> {
  const { id: organizationId } = actor.organization;
  const isNew = given.key === "new";
  const before = isNew ? null : await readTemplate(tx, organizationId, given.key);
  if (!isNew && !before) return notFound("template");
  if (before && before.id !== given.id) return changedMeanwhile();
  const kind = before?.kind ?? "own";
  const issues = templateIssues(kind, given);
  if (issues.length > 0) return invalidFields(issues);
  const { subject, body, smsBody } = given;
  const name = kind === "own" ? given.name : KIND_INFO[kind].label;
  const after = { name, subject, body, smsBody };
  if (before && !(await replace(tx, organizationId, before))) return changedMeanwhile();
  const id = newId();
  await tx.messageTemplate.create({
    data: { organizationId, id, kind, ...after, madeBy: storeActor(actor) },
    select: { id: true },
  });
  const subjectOf = { type: "messageTemplate" as const, id, name };
  await record(tx, organizationId, actor, "messageTemplate.saved", subjectOf, {
    ...(before ? { before: wordsOf(before) } : {}),
    after,
  });
  return ok({ key: kind === "own" ? id : kind });
}

/** Takes an organization's words away: a built-in kind says the product's own again, and one of its own is gone. */
export function dropTemplate(
  actor: Actor,
  given: { key: string; id: string },
): Promise<Result<{ key: string }>> {
  return command(actor, "messages.templates.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const before = await readTemplate(tx, organizationId, given.key);
    if (!before) return notFound("template");
    if (before.id !== given.id || !(await replace(tx, organizationId, before))) return changedMeanwhile();
    const subject = { type: "messageTemplate" as const, id: given.id, name: before.name };
    const action = before.kind === "own" ? "messageTemplate.removed" : "messageTemplate.reset";
    await record(tx, organizationId, actor, action, subject, { before: wordsOf(before) });
    return ok({ key: before.key });
  });
}

/** Of two at once, one does it. */
async function replace(tx: Transaction, organizationId: string, { id }: Template): Promise<boolean> {
  if (id === null) return true;
  const { count } = await tx.messageTemplate.updateMany({
    where: { organizationId, id, replacedAt: null },
    data: { replacedAt: new Date() },
  });
  return count === 1;
}

const wordsOf = ({ name, subject, body, smsBody }: Template) => ({ name, subject, body, smsBody });
