import { isNumber } from "@/lib/telephony/numbers";
import { canonical, problem, quote, type Reading } from "@/lib/users/reading";

/** What a cell says that wants whichever number is free. */
export const NEXT_EXTENSION = "next";

const NEXT = /^next(?: free)?(?: one| number)?$/;

/** Reads a cell of extensions: a number inside the organization, or “next” for the next one that is free. */
export function readExtensionCell(text: string): Reading {
  const typed = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (typed === "") return canonical("");
  if (NEXT.test(typed)) return canonical(NEXT_EXTENSION);
  if (isNumber(typed)) return canonical(typed);
  return problem(
    "extension_malformed",
    `${quote(text)} is no extension. Write 2 to 8 digits of which the first is no 0, or “next” for the next free one.`,
  );
}
