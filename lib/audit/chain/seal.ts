import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** An event as the chain sees it: its id, and every column as the database writes it as text. */
export type SealedEvent = { id: string; columns: readonly (string | null)[] };

/** Where a batch ends, in the order of transactions and within one of them of ids. */
export type Place = { transaction: bigint; id: string };

export type Seal = {
  number: number;
  through: Place;
  events: number;
  /** Of each event 16 bytes of its id and 16 of what it says, in the order of the batch. */
  marks: Uint8Array;
  keyId: string;
  seal: Uint8Array;
  sealedAt: Date;
};

/** The last seal of a chain, and how many events all of them cover. */
export type ChainEnd = { number: number; events: bigint; keyId: string; seal: Uint8Array };

/** A key and its name, by which it is found when others took its place. */
export type SealKey = { id: string; key: Uint8Array };

/** Where nothing is sealed yet: before every place and with no seal before it. */
export const BEGINNING: Place = { transaction: -1n, id: "00000000-0000-0000-0000-000000000000" };
export const NO_SEAL: Uint8Array = new Uint8Array(32);

const ID_BYTES = 16;
const DIGEST_BYTES = 16;
export const MARK_BYTES = ID_BYTES + DIGEST_BYTES;

/** What is kept of each event: half a SHA-256 (FIPS 180-4) is enough that no other event has the same. */
export function marksOf(events: readonly SealedEvent[]): Uint8Array<ArrayBuffer> {
  const marks = new Uint8Array(events.length * MARK_BYTES);
  for (const [index, { id, columns }] of events.entries()) {
    const digest = createHash("sha256").update(JSON.stringify(columns)).digest();
    marks.set(Buffer.from(id.replaceAll("-", ""), "hex"), index * MARK_BYTES);
    marks.set(digest.subarray(0, DIGEST_BYTES), index * MARK_BYTES + ID_BYTES);
  }
  return marks;
}

/** A seal's own bytes: HMAC-SHA-256 (RFC 2104) of the one before it and all that it says, for one organization. */
export function sealOf(
  { key }: SealKey,
  organizationId: string,
  previous: Uint8Array,
  seal: Omit<Seal, "seal">,
): Uint8Array<ArrayBuffer> {
  const { number, through, events, marks, keyId, sealedAt } = seal;
  const said = [
    "seal",
    organizationId,
    number,
    String(through.transaction),
    through.id,
    events,
    keyId,
    sealedAt.toISOString(),
  ];
  const mac = createHmac("sha256", key)
    .update(`${JSON.stringify(said)}\n`)
    .update(previous)
    .update(marks);
  return new Uint8Array(mac.digest());
}

/** What a chain's end is sealed with, so that nobody puts another one there. */
export function endSealOf(
  { key }: SealKey,
  organizationId: string,
  { number, events, keyId }: Omit<ChainEnd, "seal">,
  last: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const said = JSON.stringify(["end", organizationId, number, String(events), keyId]);
  return new Uint8Array(createHmac("sha256", key).update(`${said}\n`).update(last).digest());
}

export const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
