import {
  type ChainEnd,
  endSealOf,
  isSame,
  MARK_BYTES,
  marksOf,
  type Seal,
  type SealedEvent,
  type SealKey,
  sealOf,
} from "@/lib/audit/chain/seal";

/** In what way a chain is broken. `id` is the event's, where it is about one. */
export type Fault =
  | { kind: "changed" | "missing" | "added"; id: string; number: number; count: number }
  | { kind: "seal" | "key" | "gap"; number: number }
  | { kind: "end" };

/** What is wrong with a seal or with the events that it covers; null when all is as it was sealed. */
export function checkSeal(
  keys: readonly SealKey[],
  organizationId: string,
  previous: { number: number; seal: Uint8Array },
  seal: Seal,
  events: readonly SealedEvent[],
): Fault | null {
  const { number } = seal;
  if (number !== previous.number + 1) return { kind: "gap", number: previous.number + 1 };
  const key = keys.find(({ id }) => id === seal.keyId);
  if (!key) return { kind: "key", number };
  if (!isSame(seal.seal, sealOf(key, organizationId, previous.seal, seal))) return { kind: "seal", number };
  const marks = marksOf(events);
  if (isSame(marks, seal.marks)) return null;
  return differenceOf(seal.marks, marks, number);
}

/** Whether the last seal is the one that was last; null when it is. */
export function checkEnd(
  keys: readonly SealKey[],
  organizationId: string,
  last: { number: number; seal: Uint8Array },
  end: ChainEnd | null,
): Fault | null {
  if (!end) return last.number === 0 ? null : { kind: "end" };
  const key = keys.find(({ id }) => id === end.keyId);
  if (!key) return { kind: "key", number: end.number };
  return end.number === last.number && isSame(end.seal, endSealOf(key, organizationId, end, last.seal))
    ? null
    : { kind: "end" };
}

function differenceOf(sealed: Uint8Array, found: Uint8Array, number: number): Fault {
  const [before, now] = [marksById(sealed), marksById(found)];
  const missing = [...before.keys()].filter((id) => !now.has(id));
  const added = [...now.keys()].filter((id) => !before.has(id));
  const changed = [...before].filter(([id, digest]) => now.has(id) && now.get(id) !== digest);
  const fault = (kind: "changed" | "missing" | "added", ids: string[]): Fault[] =>
    ids[0] === undefined ? [] : [{ kind, id: ids[0], number, count: ids.length }];
  const faults = [
    ...fault(
      "changed",
      changed.map(([id]) => id),
    ),
    ...fault("missing", missing),
    ...fault("added", added),
  ];
  // The same events in another order: their places were changed.
  return faults[0] ?? { kind: "changed", id: [...now.keys()][0] ?? "", number, count: now.size };
}

function marksById(marks: Uint8Array): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < marks.length; at += MARK_BYTES) {
    const hex = Buffer.from(marks.subarray(at, at + MARK_BYTES)).toString("hex");
    const id = hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    found.set(id, hex.slice(32));
  }
  return found;
}

const KINDS = { changed: "changed", missing: "taken away", added: "put in between" };

/** A fault in words, for the page and the command line. */
export function faultInWords(fault: Fault): string {
  switch (fault.kind) {
    case "end":
      return "The end of the log has been cut off.";
    case "gap":
      return `Seal ${fault.number} is missing.`;
    case "seal":
      return `Seal ${fault.number} was not made by this installation, or has been changed.`;
    case "key":
      return `Seal ${fault.number} was made with a key that this installation does not have.`;
    default: {
      const { kind, id, number, count } = fault;
      return count > 1
        ? `${count} events were ${KINDS[kind]} after they were sealed (seal ${number}; the first is ${id}).`
        : `The event ${id} was ${KINDS[kind]} after it was sealed (seal ${number}).`;
    }
  }
}
