import "server-only";
import { recordEach } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, invalidFields, ok, type Result } from "@/lib/result";
import { subjectOf } from "@/lib/telephony/commands";
import { mayChangeOf, NO_SECRET } from "@/lib/telephony/extension-row";
import { nextFree, roomFor } from "@/lib/telephony/free";
import type { ManyExtensions } from "@/lib/telephony/input";
import { AT_ONCE_MAX } from "@/lib/telephony/limits";
import { recordedExtension } from "@/lib/telephony/recorded";
import { lockTelephony } from "@/lib/telephony/settings";
import type { ExtensionType } from "@/lib/telephony/words";
import { chosenSql, type Selection } from "@/lib/users/chosen";

// A thousand extensions with their events.
const OPTIONS = { timeoutMs: 60_000 };

/** Makes many extensions of the numbers that are free, all or none. */
export function createExtensions(
  actor: Actor,
  { first, count, type, voicemail, forceLogin }: ManyExtensions,
): Promise<Result<{ made: number; from: string; to: string }>> {
  return command(
    actor,
    "telephony.update",
    async (tx) => {
      const { id: organizationId } = actor.organization;
      const settings = await lockTelephony(tx, organizationId);
      const room = await roomFor(tx, organizationId, settings, count);
      if (!room.ok) return room;
      const free = await nextFree(tx, organizationId, settings, { count, first, reuse: false });
      const [one, last] = [free[0], free.at(-1)];
      if (!one || !last || free.length < count)
        return invalidFields([{ path: "count", message: fewFree(free.length) }]);
      const rows = free.map(({ number }) => ({
        organizationId,
        id: newId(),
        number,
        type,
        voicemail,
        forceLogin,
      }));
      await tx.extension.createMany({ data: rows });
      const told = { displayName: "", type, voicemail, forceLogin };
      await recordEach(
        tx,
        organizationId,
        actor,
        "extension.created",
        rows.map(({ id, number }) => ({
          subject: subjectOf(id, number),
          changes: { after: recordedExtension({ number, ...told }) },
        })),
      );
      return ok({ made: rows.length, from: one.number, to: last.number });
    },
    OPTIONS,
  );
}

type Given = { given: number; had: number; left: number; from: string; to: string };

/**
 * Gives the next free numbers to people who have no extension, in the order of their names; all or none. Those who were
 * removed, or whom the actor may not change, are left out and counted.
 */
export function giveNumbers(
  actor: Actor,
  selection: Selection,
  { type, forceLogin }: { type: ExtensionType; forceLogin: boolean },
): Promise<Result<Given>> {
  return command(
    actor,
    "telephony.update",
    async (tx) => {
      const { id: organizationId } = actor.organization;
      if (!can(actor, "users.read")) return forbidden();
      const settings = await lockTelephony(tx, organizationId);
      const found = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM users WHERE ${chosenSql(actor, selection)} AND removed_at IS NULL LIMIT ${AT_ONCE_MAX + 1}`;
      if (found.length > AT_ONCE_MAX)
        return fail("conflict", `That is for at most ${AT_ONCE_MAX.toLocaleString("en")} people at once.`);
      const chosen = "ids" in selection ? selection.ids.length : found.length;
      const people = await tx.user.findMany({
        where: { organizationId, id: { in: found.map(({ id }) => id) } },
        include: { held: { select: { permissions: true } }, extension: { select: { id: true } } },
        orderBy: [{ sortName: "asc" }, { id: "asc" }],
      });
      const reachable = people.filter((person) =>
        mayChangeOf(actor, { ...person, extraPermissions: person.held?.permissions ?? [] }),
      );
      const without = reachable.filter(({ extension }) => extension === null);
      const left = chosen - reachable.length;
      const had = reachable.length - without.length;
      if (without.length === 0) return ok({ given: 0, had, left, from: "", to: "" });
      const free = await nextFree(tx, organizationId, settings, { count: without.length, reuse: true });
      if (free.length < without.length) return fail("conflict", fewFree(free.length));
      const fresh = free.filter(({ extensionId }) => extensionId === null).length;
      const room = await roomFor(tx, organizationId, settings, fresh);
      if (!room.ok) return room;
      const rows = without.map((person, index) => {
        const { number, extensionId } = free[index] ?? { number: "", extensionId: null };
        return { id: extensionId ?? newId(), isNew: extensionId === null, number, person };
      });
      const given = { type, forceLogin };
      await tx.extension.createMany({
        data: rows
          .filter(({ isNew }) => isNew)
          .map(({ id, number, person }) => ({ organizationId, id, number, userId: person.id, ...given })),
      });
      for (const { id, person } of rows.filter(({ isNew }) => !isNew))
        await tx.extension.update({
          where: { organizationId_id: { organizationId, id } },
          data: { userId: person.id, ...given, ...NO_SECRET, version: { increment: 1 } },
          select: { id: true },
        });
      await recordEach(
        tx,
        organizationId,
        actor,
        "extension.assigned",
        rows.map(({ id, number, person }) => ({
          subject: subjectOf(id, number),
          changes: {
            before: { assignedTo: null },
            after: { number, forceLogin, assignedTo: person.username },
          },
        })),
      );
      return ok({
        given: rows.length,
        had,
        left,
        from: rows[0]?.number ?? "",
        to: rows.at(-1)?.number ?? "",
      });
    },
    OPTIONS,
  );
}

const fewFree = (free: number): string =>
  free === 0
    ? "Every number of the ranges is taken."
    : `Only ${free.toLocaleString("en")} ${free === 1 ? "number is" : "numbers are"} free there. The settings have the ranges.`;
