import "server-only";
import { createHash } from "node:crypto";
import { type Transaction, withOrganization, writeRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { finishUpload } from "@/lib/imports/commands/file";
import { openDataKey, sealPart } from "@/lib/imports/passwords/keys";
import { uploadableImport } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";
import { fail, ok, type Result } from "@/lib/result";

const PART_BYTES = 256 * 1024;

type Upload = { organizationId: string; importId: string };
type Announced = { sizeBytes: number; dataKey: Uint8Array };

type Manner = {
  /** Whether as many bytes come as were announced; else that is only how many may. */
  isExact?: boolean;
  /** What is still to be done when all bytes are here, and before a worker takes the file up. */
  beforeEnd?: () => Promise<Result<unknown>>;
};
type Received = { sizeBytes: number; sha256: string; parts: number };

/**
 * Streams a file's bytes into the database, a part at a time, so that neither this process nor a proxy has to hold it.
 * What is kept is sealed: a file may hold passwords, and nobody has said yet in which column.
 * A connection that breaks leaves the import waiting for the same file again, and nothing of this one.
 */
export async function receiveFile(
  actor: Actor,
  importId: string,
  body: AsyncIterable<Uint8Array>,
  { isExact = true, beforeEnd = () => Promise.resolve(ok({})) }: Manner = {},
): Promise<Result<{ id: string }>> {
  const announced = await uploadableImport(actor, importId);
  if (!announced.ok) return announced;
  const upload = { organizationId: actor.organization.id, importId };
  let isWhole = false;
  try {
    await dropParts(upload);
    const received = await storeParts(upload, announced.value, body, isExact);
    if (!received.ok) return received;
    const ready = await beforeEnd();
    if (!ready.ok) return ready;
    const result = await finishUpload(actor, importId, received.value);
    isWhole = result.ok;
    return result;
  } finally {
    if (!isWhole) await dropParts(upload);
  }
}

async function storeParts(
  upload: Upload,
  announced: Announced,
  body: AsyncIterable<Uint8Array>,
  isExact: boolean,
): Promise<Result<Received>> {
  const key = openDataKey(upload.importId, announced.dataKey);
  const sha256 = createHash("sha256");
  let sizeBytes = 0;
  let parts = 0;
  for await (const bytes of inParts(body)) {
    sizeBytes += bytes.length;
    if (sizeBytes > announced.sizeBytes) return tooMany(announced.sizeBytes);
    sha256.update(bytes);
    const isKept = await keepPart(upload, parts, sealPart(key, upload.importId, parts, bytes));
    if (!isKept) return goneOn();
    parts += 1;
  }
  return sizeBytes === announced.sizeBytes || !isExact
    ? ok({ sizeBytes, sha256: sha256.digest("hex"), parts })
    : tooFew(sizeBytes, announced.sizeBytes);
}

const again = "Send the file again; nothing was imported.";

const tooMany = (announced: number) =>
  fail("conflict", `More bytes arrived than the ${announced} that were announced. ${again}`);

const tooFew = (arrived: number, announced: number) =>
  fail("conflict", `Only ${arrived} of ${announced} bytes arrived. ${again}`);

const goneOn = () => fail("conflict", "This import has gone on meanwhile. Load the page again.");

/** @returns whether the import still waits for its file; another upload's part stays as it is */
async function keepPart(
  { organizationId, importId }: Upload,
  part: number,
  bytes: Uint8Array,
): Promise<boolean> {
  const kept = await writeRows(
    organizationId,
    Prisma.sql`
      INSERT INTO import_parts (organization_id, import_id, part, bytes)
      SELECT organization_id, id, ${part}::int, ${bytes}::bytea FROM imports
      WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid AND state = 'uploading'
      FOR SHARE
      ON CONFLICT (organization_id, import_id, part) DO NOTHING`,
  );
  return kept === 1;
}

/** Deletes what has arrived, as long as it is no file that another upload has brought in full. */
async function dropParts({ organizationId, importId }: Upload): Promise<void> {
  await withOrganization(organizationId, async (tx: Transaction) => {
    const waiting = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM imports WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid
        AND state = 'uploading' FOR UPDATE`;
    if (waiting.length > 0) await tx.importPart.deleteMany({ where: { organizationId, importId } });
  });
}

/** The parts lie in the same bytes, one after the other: each is done with before the next is asked for. */
async function* inParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const part = new Uint8Array(PART_BYTES);
  let length = 0;
  for await (const chunk of body) {
    let rest = chunk;
    while (rest.length > 0) {
      const taken = rest.subarray(0, PART_BYTES - length);
      part.set(taken, length);
      length += taken.length;
      rest = rest.subarray(taken.length);
      if (length < PART_BYTES) continue;
      yield part;
      length = 0;
    }
  }
  if (length > 0) yield part.subarray(0, length);
}
