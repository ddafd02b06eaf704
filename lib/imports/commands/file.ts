import "server-only";
import { type AuditActor, record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { change, save } from "@/lib/imports/commands/change";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { newDataKey } from "@/lib/imports/passwords/keys";
import { forgetFile } from "@/lib/imports/passwords/secrets";
import { fileTooLarge } from "@/lib/imports/refusals";
import type { ImportState } from "@/lib/imports/state";
import { enqueue, enqueueAt } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, ok, type Result } from "@/lib/result";

/** A file that has not arrived in full by then does not arrive any more. */
const UPLOAD_HOURS_MAX = 24;

/** Opens an import for a file that is about to come. */
export function createImport(
  actor: Actor,
  file: { name: string; sizeBytes: number },
): Promise<Result<{ id: string }>> {
  return command(actor, "users.import.prepare", async (tx) => {
    if (file.sizeBytes > IMPORT_LIMITS.bytesMax) return fail("invalid", fileTooLarge(file.sizeBytes).message);
    const { id: organizationId } = actor.organization;
    const id = newId();
    await tx.import.create({
      data: {
        organizationId,
        id,
        state: "uploading",
        fileName: file.name,
        sizeBytes: BigInt(file.sizeBytes),
        createdBy: storeActor(actor),
        dataKey: newDataKey(id),
      },
      select: { id: true },
    });
    await record(tx, organizationId, actor, "import.created", { type: "import", id, name: file.name });
    const at = new Date(Date.now() + UPLOAD_HOURS_MAX * 3_600_000);
    await enqueueAt(tx, "import.abandon", { organizationId, importId: id }, id, at);
    return ok({ id });
  });
}

/** Says that the whole file is here; a worker reads its head next. */
export function finishUpload(
  actor: Actor,
  importId: string,
  file: { sizeBytes: number; sha256: string; parts: number },
): Promise<Result<{ id: string }>> {
  return change(actor, "users.import.prepare", importId, ["uploading"], async (tx, found) => {
    const { organizationId } = found;
    if ((await tx.importPart.count({ where: { organizationId, importId } })) !== file.parts)
      return fail("conflict", "The file was sent twice at once. Send it again; nothing was imported.");
    await save(tx, found, { state: "reading", sizeBytes: BigInt(file.sizeBytes), sha256: file.sha256 });
    await enqueue(tx, "import.read", { organizationId: found.organizationId, importId }, importId);
    return ok({ id: importId });
  });
}

/** Gives an import up before anything was written to the directory. */
export function cancelImport(actor: Actor, importId: string): Promise<Result<{ id: string }>> {
  const states: ImportState[] = [
    "uploading",
    "reading",
    "matching",
    "parsing",
    "review",
    "refused",
    "scheduled",
  ];
  return change(actor, "users.import.prepare", importId, states, async (tx, found) => {
    // Whoever may import has decided on it by then.
    if (found.state === "scheduled" && !can(actor, "users.import.commit")) return forbidden();
    await giveUpImport(tx, actor, found);
    return ok({ id: importId });
  });
}

/** The same for an import that is locked, for callers that have asked for the right already. */
export async function giveUpImport(
  tx: Transaction,
  actor: AuditActor,
  found: Prisma.ImportGetPayload<object>,
): Promise<void> {
  const { organizationId, id: importId, fileName } = found;
  await save(tx, found, { state: "cancelled", finishedAt: new Date() });
  await forgetFile(tx, organizationId, importId);
  await tx.importRow.deleteMany({ where: { organizationId, importId } });
  await tx.importEdit.deleteMany({ where: { organizationId, importId } });
  const subject = { type: "import" as const, id: importId, name: fileName };
  await record(tx, organizationId, actor, "import.cancelled", subject);
}
