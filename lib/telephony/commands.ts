import "server-only";
import { randomInt } from "node:crypto";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { fail, invalidFields, ok, type Result } from "@/lib/result";
import { findChangeable, NO_SECRET } from "@/lib/telephony/extension-row";
import { holderOf, nextFree, roomFor } from "@/lib/telephony/free";
import type { ExtensionInput, NewExtension } from "@/lib/telephony/input";
import { isInRanges, rangesInWords } from "@/lib/telephony/numbers";
import { recordedExtension } from "@/lib/telephony/recorded";
import { digestsOf, newSipSecret } from "@/lib/telephony/secret";
import { lockTelephony } from "@/lib/telephony/settings";
import { extensionType } from "@/lib/telephony/words";

/** Makes an extension that nobody has yet. With an id that the caller made it is made once. */
export function createExtension(
  actor: Actor,
  { number: asked, ...input }: NewExtension,
  id = newId(),
): Promise<Result<{ id: string; number: string }>> {
  return command(actor, "telephony.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const settings = await lockTelephony(tx, organizationId);
    const earlier = await tx.extension.findUnique({ where: { organizationId_id: { organizationId, id } } });
    if (earlier) return ok({ id, number: earlier.number });
    const room = await roomFor(tx, organizationId, settings, 1);
    if (!room.ok) return room;
    const [free] = asked ? [] : await nextFree(tx, organizationId, settings, { count: 1, reuse: false });
    const number = asked ?? free?.number;
    if (!number) return invalidFields([{ path: "number", message: "Every number of the ranges is taken." }]);
    const problem = await problemOf(number);
    if (problem) return invalidFields([{ path: "number", message: problem }]);
    await tx.extension.create({ data: { organizationId, id, number, ...input }, select: { id: true } });
    const after = recordedExtension({ number, ...input });
    await record(tx, organizationId, actor, "extension.created", subjectOf(id, number), { after });
    return ok({ id, number });

    async function problemOf(wanted: string): Promise<string | null> {
      if (!isInRanges(wanted, settings.ranges))
        return `Numbers are within ${rangesInWords(settings.ranges)}. The settings say so.`;
      return holderOf(tx, organizationId, wanted);
    }
  });
}

/** Saves what an extension is. One that phones no longer sign in to has no secret any more. */
export function updateExtension(
  actor: Actor,
  id: string,
  version: number,
  input: ExtensionInput,
): Promise<Result<{ id: string }>> {
  return command(actor, "telephony.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockTelephony(tx, organizationId);
    const found = await findChangeable(tx, actor, id);
    if (!found.ok) return found;
    const { extension } = found.value;
    const before = recordedExtension({ ...extension, type: extensionType(extension.type) });
    const changes = changesBetween(before, recordedExtension({ number: extension.number, ...input }));
    if (!changes) return ok({ id });
    if (extension.version !== version)
      return fail("conflict", "Somebody else has changed this extension meanwhile. Load the page again.");
    await tx.extension.update({
      where: { organizationId_id: { organizationId, id } },
      data: { ...input, ...(input.type === "web" ? NO_SECRET : {}), version: { increment: 1 } },
      select: { id: true },
    });
    const subject = subjectOf(id, extension.number);
    await record(tx, organizationId, actor, "extension.updated", subject, changes);
    return ok({ id });
  });
}

/** Removes an extension, which leaves its queues and whoever has it. */
export function removeExtension(actor: Actor, id: string): Promise<Result<{ number: string }>> {
  return command(actor, "telephony.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockTelephony(tx, organizationId);
    const found = await findChangeable(tx, actor, id);
    if (!found.ok) return found;
    const { extension, holder } = found.value;
    await tx.extension.delete({ where: { organizationId_id: { organizationId, id } } });
    const told = recordedExtension({ ...extension, type: extensionType(extension.type) });
    const before = { ...told, assignedTo: holder?.username ?? null };
    const subject = subjectOf(id, extension.number);
    await record(tx, organizationId, actor, "extension.removed", subject, { before });
    return ok({ number: extension.number });
  });
}

/** What a phone is set up with. The secret is kept nowhere. */
export type SipAccess = { number: string; realm: string; server: string; secret: string };

/** Makes a new secret for a SIP extension, in place of the one before. */
export function issueSipSecret(actor: Actor, id: string): Promise<Result<SipAccess>> {
  return command(actor, "telephony.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const { sipDomain: realm, sipServer } = await lockTelephony(tx, organizationId);
    const found = await findChangeable(tx, actor, id);
    if (!found.ok) return found;
    const { extension, holder } = found.value;
    const { number } = extension;
    if (extension.type !== "sip")
      return fail("conflict", "A Web extension has no secret: it is used from the dashboard only.");
    if (extension.userId && !holder)
      return fail("conflict", "Whoever had this extension was removed. Give it to somebody first.");
    if (realm === "") return fail("conflict", "The organization has no domain for its SIP addresses yet.");
    const secret = newSipSecret(randomInt);
    await tx.extension.update({
      where: { organizationId_id: { organizationId, id } },
      data: {
        ...digestsOf(number, realm, secret),
        secretRealm: realm,
        secretUser: extension.userId,
        secretAt: new Date(),
      },
      select: { id: true },
    });
    await record(tx, organizationId, actor, "extension.secretMade", subjectOf(id, number));
    return ok({ number, realm, server: sipServer ?? realm, secret });
  });
}

export const subjectOf = (id: string, number: string) => ({ type: "extension" as const, id, name: number });
