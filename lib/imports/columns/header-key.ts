import { unguardFormula } from "@/lib/exports/csv";

/**
 * What is left of a header for comparing: compatibility forms made plain (NFKD), lower case, letters and digits alone.
 * Spaces of all kinds, `_`, `-`, accents and invisible characters make no difference.
 */
export function headerKey(header: string): string {
  return unguardFormula(header)
    .slice(0, HEADER_LENGTH_MAX)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

const HEADER_LENGTH_MAX = 200;

/** One text for all the headers of a file: files with equal ones have the same columns in the same order. */
export const headersKey = (headers: readonly string[]) => JSON.stringify(headers.map(headerKey));
