import "server-only";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { lockImport } from "@/lib/imports/lock";
import { mayPrepare } from "@/lib/imports/rights";
import type { ImportState } from "@/lib/imports/state";
import { forgetWaiting } from "@/lib/imports/waiting";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";

type Import = Prisma.ImportGetPayload<object>;

/** Runs a change on an import that is locked for it, if it is in a state that allows it. */
export async function change<T>(
  actor: Actor,
  permission: Permission,
  importId: string,
  states: readonly ImportState[],
  run: (tx: Transaction, found: Import) => Promise<Result<T>>,
  options?: { timeoutMs?: number },
): Promise<Result<T>> {
  const locked = async (tx: Transaction): Promise<Result<T>> => {
    if (!isId(importId)) return notFound("import");
    const found = judge(await lockImport(tx, actor.organization.id, importId), actor, permission, states);
    if (!found.ok) return found;
    const result = await run(tx, found.value);
    const isPreparing = permission === "users.import.prepare" && !can(actor, "users.import.commit");
    if (result.ok && isPreparing && found.value.handedInAt && (await hasMoved(tx, found.value)))
      await withdraw(tx, actor, found.value);
    return result;
  };
  const result = await command(actor, permission, locked, options);
  forgetWaiting(actor.organization.id);
  return result;
}

/** An import to be looked at by whoever may prepare it, not locked, if it is in one of these states. */
export async function findPrepared(
  tx: Transaction,
  actor: Actor,
  importId: string,
  states: readonly ImportState[],
): Promise<Result<Import>> {
  if (!can(actor, "users.import.prepare")) return forbidden();
  if (!isId(importId)) return notFound("import");
  const organizationId = actor.organization.id;
  const found = await tx.import.findUnique({
    where: { organizationId_id: { organizationId, id: importId } },
  });
  return judge(found, actor, "users.import.prepare", states);
}

/** Whether whoever asks may go on with it, and it stands where they take it to stand. */
function judge(
  found: Import | null,
  actor: Actor,
  permission: Permission,
  states: readonly ImportState[],
): Result<Import> {
  if (!found) return notFound("import");
  if (permission === "users.import.prepare" && !mayPrepare(actor, found))
    return fail("forbidden", "Somebody else began this import; you may change your own ones.");
  if (!states.includes(found.state as ImportState))
    return fail("conflict", "This import has gone on meanwhile. Load the page again to see where it stands.");
  return ok(found);
}

/** Whether a commit would do something else now, or the import is at another step. */
async function hasMoved(
  tx: Transaction,
  { organizationId, id, planVersion, state }: Import,
): Promise<boolean> {
  const now = await tx.import.findUniqueOrThrow({
    where: { organizationId_id: { organizationId, id } },
    select: { planVersion: true, state: true },
  });
  return now.planVersion !== planVersion || now.state !== state;
}

/** What was handed in and is changed by whoever may only prepare is not what somebody would approve. */
async function withdraw(tx: Transaction, actor: Actor, found: Import): Promise<void> {
  const { organizationId, id, fileName } = found;
  await tx.import.update({
    where: { organizationId_id: { organizationId, id } },
    data: { handedInAt: null, handedInBy: Prisma.DbNull, handedInWord: null },
    select: { id: true },
  });
  await record(tx, organizationId, actor, "import.withdrawn", { type: "import", id, name: fileName });
}

/** Says that what a commit would do has changed: one of the plan before is not carried out. @returns the new version */
export async function movePlan(tx: Transaction, { organizationId, id }: Import): Promise<number> {
  const [moved] = await tx.$queryRaw<{ plan_version: number }[]>`
    UPDATE imports SET plan_version = plan_version + 1, updated_at = clock_timestamp()
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid RETURNING plan_version`;
  if (!moved) throw new Error("The import is gone although it was locked.");
  return moved.plan_version;
}

type Changed = Omit<Prisma.ImportUpdateInput, "refusal"> & { state?: ImportState; refusal?: null };

/** Writes to an import that is locked. */
export async function save(
  tx: Transaction,
  { organizationId, id }: Import,
  { refusal, ...data }: Changed,
): Promise<void> {
  if (refusal === null) {
    await tx.$executeRaw`UPDATE imports SET refusal = NULL WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid`;
  }
  await tx.import.update({
    where: { organizationId_id: { organizationId, id } },
    data: { ...data, updatedAt: new Date() },
    select: { id: true },
  });
}
