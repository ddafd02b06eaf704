import "server-only";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { ImportState } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import type { Permission } from "@/lib/permissions/permissions";
import { fail, notFound, type Result } from "@/lib/result";

type Import = Prisma.ImportGetPayload<object>;

/** Runs a change on an import that is locked for it, if it is in a state that allows it. */
export function change<T>(
  actor: Actor,
  permission: Permission,
  importId: string,
  states: readonly ImportState[],
  run: (tx: Transaction, found: Import) => Promise<Result<T>>,
): Promise<Result<T>> {
  return command(actor, permission, async (tx) => {
    if (!isId(importId)) return notFound("import");
    const organizationId = actor.organization.id;
    await tx.$queryRaw`SELECT 1 FROM imports WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid FOR UPDATE`;
    const found = await tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId } },
    });
    if (!found) return notFound("import");
    if (!states.includes(found.state as ImportState)) {
      return fail(
        "conflict",
        "This import has gone on meanwhile. Load the page again to see where it stands.",
      );
    }
    return run(tx, found);
  });
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
