import "server-only";
import { createHash } from "node:crypto";
import { withOrganization } from "@/lib/db";
import { finishUpload } from "@/lib/imports/commands/file";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { uploadableImport } from "@/lib/imports/queries";
import { fileTooLarge } from "@/lib/imports/refusals";
import type { Actor } from "@/lib/permissions/actor";
import { fail, notFound, type Result } from "@/lib/result";

const PART_BYTES = 256 * 1024;

/**
 * Streams a file's bytes into the database, a part at a time, so that neither this process nor a proxy has to hold it.
 * A connection that breaks leaves the import waiting for the same file again.
 */
export async function receiveFile(
  actor: Actor,
  importId: string,
  body: ReadableStream<Uint8Array>,
): Promise<Result<{ id: string }>> {
  const organizationId = actor.organization.id;
  const expected = await uploadableImport(actor, importId);
  if (expected === null) return notFound("import");
  await withOrganization(organizationId, (tx) =>
    tx.importPart.deleteMany({ where: { organizationId, importId } }),
  );
  const sha256 = createHash("sha256");
  let sizeBytes = 0;
  let part = 0;
  for await (const bytes of inParts(body)) {
    sizeBytes += bytes.length;
    if (sizeBytes > IMPORT_LIMITS.bytesMax) return fail("invalid", fileTooLarge(sizeBytes).message);
    sha256.update(bytes);
    const data = { organizationId, importId, part, bytes };
    await withOrganization(organizationId, (tx) => tx.importPart.create({ data, select: { part: true } }));
    part += 1;
  }
  if (sizeBytes !== expected) {
    return fail(
      "conflict",
      `Only ${sizeBytes} of ${expected} bytes arrived. Send the file again; nothing was imported.`,
    );
  }
  return finishUpload(actor, importId, { sizeBytes, sha256: sha256.digest("hex") });
}

async function* inParts(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    held.push(chunk);
    heldBytes += chunk.length;
    if (heldBytes >= PART_BYTES) {
      yield join(held, heldBytes);
      held = [];
      heldBytes = 0;
    }
  }
  if (heldBytes > 0) yield join(held, heldBytes);
}

function join(chunks: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
