import { looksLikeEmail, looksLikePhone } from "@/lib/imports/columns/content";
import { isHalfName, nameOfHeader } from "@/lib/imports/columns/header-names";

/**
 * Whether a table's first row is its header. True if it names a field and holds nothing that only a person has, or if
 * the rows below hold addresses and it does not; "ask" in every other case, as a person must not be taken for a
 * header, nor a header for a person.
 */
export function judgeHeader(first: readonly string[], below: readonly (readonly string[])[]): true | "ask" {
  const isData = (cell: string) => looksLikeEmail(cell) || looksLikePhone(cell);
  if (first.some(isData)) return "ask";
  if (first.some((cell) => nameOfHeader(cell) !== null || isHalfName(cell))) return true;
  return below.some((cells) => cells.some(looksLikeEmail)) ? true : "ask";
}
