import "server-only";
import { type AuditActor, record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { invalidFields, ok, type Result } from "@/lib/result";
import { subjectOf } from "@/lib/telephony/commands";
import { findChangeable, findReachable, NO_SECRET } from "@/lib/telephony/extension-row";
import { nextFree, roomFor } from "@/lib/telephony/free";
import type { ExtensionChoice } from "@/lib/telephony/input";
import { recordedExtension } from "@/lib/telephony/recorded";
import { lockTelephony } from "@/lib/telephony/settings";

type Taken = { id: string; number: string };

/**
 * Gives an extension to somebody, or with null to nobody. A secret that somebody else knows is void with it, and what the
 * person had before is free.
 */
export function assignExtension(actor: Actor, id: string, userId: string | null): Promise<Result<Taken>> {
  return command(actor, "telephony.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockTelephony(tx, organizationId);
    const found = await findChangeable(tx, actor, id);
    if (!found.ok) return found;
    const { extension, holder } = found.value;
    const { number } = extension;
    if (extension.userId === userId && (userId === null || holder)) return ok({ id, number });
    const person = userId === null ? null : await findReachable(tx, actor, userId);
    if (person && !person.ok) return person;
    const next = person?.value ?? null;
    if (next) await freeOf(tx, organizationId, actor, next);
    await tx.extension.update({
      where: { organizationId_id: { organizationId, id } },
      data: { userId, ...NO_SECRET, version: { increment: 1 } },
      select: { id: true },
    });
    const changes = {
      before: { assignedTo: holder?.username ?? null },
      after: { assignedTo: next?.username ?? null },
    };
    await record(tx, organizationId, actor, "extension.assigned", subjectOf(id, number), changes);
    return ok({ id, number });
  });
}

/** Gives somebody an extension from their own page: the next free number, or one that is free. */
export function giveExtension(actor: Actor, userId: string, choice: ExtensionChoice): Promise<Result<Taken>> {
  return command(actor, "telephony.update", async (tx) => {
    const person = await findReachable(tx, actor, userId);
    return person.ok ? takeExtension(tx, actor, person.value, choice) : person;
  });
}

/**
 * Gives a person an extension within the caller's transaction, which has asked whether it may. What they had before is
 * free.
 */
export async function takeExtension(
  tx: Transaction,
  actor: Actor,
  person: { id: string; username: string; firstName: string; lastName: string },
  { extension: wanted, type, forceLogin }: ExtensionChoice,
): Promise<Result<Taken>> {
  const { id: organizationId } = actor.organization;
  const settings = await lockTelephony(tx, organizationId);
  const refuse = (message: string) => invalidFields([{ path: "extension", message }]);
  const free =
    wanted === "next"
      ? (await nextFree(tx, organizationId, settings, { count: 1, reuse: true }))[0]
      : await freeOnes(tx, organizationId, wanted);
  if (wanted === "next" && !free) return refuse("Every number of the ranges is taken.");
  if (!free) return refuse("Somebody has taken this extension meanwhile. Choose another one.");
  if (free.extensionId === null) {
    const room = await roomFor(tx, organizationId, settings, 1);
    if (!room.ok) return refuse(room.error.message);
  }
  await freeOf(tx, organizationId, actor, person);
  const id = free.extensionId ?? newId();
  const { number } = free;
  const given = { userId: person.id, type, forceLogin };
  if (free.extensionId === null) {
    await tx.extension.create({ data: { organizationId, id, number, ...given }, select: { id: true } });
  } else {
    await tx.extension.update({
      where: { organizationId_id: { organizationId, id } },
      data: { ...given, ...NO_SECRET, version: { increment: 1 } },
      select: { id: true },
    });
  }
  const told = recordedExtension({ number, displayName: "", voicemail: false, type, forceLogin });
  const { displayName: _, voicemail: __, ...after } = told;
  const changes = { before: { assignedTo: null }, after: { ...after, assignedTo: person.username } };
  await record(tx, organizationId, actor, "extension.assigned", subjectOf(id, number), changes);
  return ok({ id, number });
}

/** An extension, if nobody has it. */
async function freeOnes(tx: Transaction, organizationId: string, id: string) {
  const found = await tx.extension.findUnique({
    where: { organizationId_id: { organizationId, id } },
    select: { number: true, userId: true, user: { select: { removedAt: true } } },
  });
  const isFree = found && (found.userId === null || found.user?.removedAt);
  return isFree ? { number: found.number, extensionId: id } : undefined;
}

/** Takes from somebody the extension that they have, with its secret. */
async function freeOf(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  person: { id: string; username: string },
): Promise<void> {
  const [had] = await tx.extension.updateManyAndReturn({
    where: { organizationId, userId: person.id },
    data: { userId: null, ...NO_SECRET, version: { increment: 1 } },
    select: { id: true, number: true },
  });
  if (!had) return;
  const changes = { before: { assignedTo: person.username }, after: { assignedTo: null } };
  await record(tx, organizationId, actor, "extension.assigned", subjectOf(had.id, had.number), changes);
}
