import "server-only";
import type { Transaction } from "@/lib/db";
import { openDataKey, unsealPart } from "@/lib/imports/passwords/keys";

/** An import's file, whole, or its first bytes; empty when it is not kept any more. */
export async function readBytes(
  tx: Transaction,
  organizationId: string,
  importId: string,
  bytesMax = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const { dataKey } = await tx.import.findUniqueOrThrow({
    where: { organizationId_id: { organizationId, id: importId } },
    select: { dataKey: true },
  });
  const key = dataKey && openDataKey(importId, dataKey);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = 0; length < bytesMax; part += 1) {
    const where = { organizationId, importId, part };
    const found = await tx.importPart.findUnique({ where: { organizationId_importId_part: where } });
    if (!found) break;
    // Files from before there were keys lie there as they came.
    const bytes = key ? unsealPart(key, importId, part, found.bytes) : found.bytes;
    chunks.push(bytes);
    length += bytes.length;
  }
  return Buffer.concat(chunks).subarray(0, bytesMax);
}
