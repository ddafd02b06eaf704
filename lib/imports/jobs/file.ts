import "server-only";
import type { Transaction } from "@/lib/db";

/** An import's file, whole, or its first bytes. */
export async function readBytes(
  tx: Transaction,
  organizationId: string,
  importId: string,
  bytesMax = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = 0; length < bytesMax; part += 1) {
    const key = { organizationId, importId, part };
    const found = await tx.importPart.findUnique({ where: { organizationId_importId_part: key } });
    if (!found) break;
    chunks.push(found.bytes);
    length += found.bytes.length;
  }
  return Buffer.concat(chunks).subarray(0, bytesMax);
}
