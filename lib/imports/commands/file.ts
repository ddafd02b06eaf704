import "server-only";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/revive";
import { command } from "@/lib/command";
import { newId } from "@/lib/ids";
import { change, save } from "@/lib/imports/commands/change";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { fileTooLarge } from "@/lib/imports/refusals";
import type { ImportState } from "@/lib/imports/state";
import { enqueue } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { fail, ok, type Result } from "@/lib/result";

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
      },
      select: { id: true },
    });
    await record(tx, organizationId, actor, "import.created", { type: "import", id, name: file.name });
    return ok({ id });
  });
}

/** Says that the whole file is here; a worker reads its head next. */
export function finishUpload(
  actor: Actor,
  importId: string,
  file: { sizeBytes: number; sha256: string },
): Promise<Result<{ id: string }>> {
  return change(actor, "users.import.prepare", importId, ["uploading"], async (tx, found) => {
    await save(tx, found, { state: "reading", sizeBytes: BigInt(file.sizeBytes), sha256: file.sha256 });
    await enqueue(tx, "import.read", { organizationId: found.organizationId, importId }, importId);
    return ok({ id: importId });
  });
}

/** Gives an import up before anything was written to the directory. */
export function cancelImport(actor: Actor, importId: string): Promise<Result<{ id: string }>> {
  const states: ImportState[] = ["uploading", "reading", "matching", "parsing", "review", "refused"];
  return change(actor, "users.import.prepare", importId, states, async (tx, found) => {
    const { organizationId, fileName } = found;
    await save(tx, found, { state: "cancelled", finishedAt: new Date() });
    await tx.importPart.deleteMany({ where: { organizationId, importId } });
    await tx.importRow.deleteMany({ where: { organizationId, importId } });
    await record(tx, organizationId, actor, "import.cancelled", {
      type: "import",
      id: importId,
      name: fileName,
    });
    return ok({ id: importId });
  });
}
