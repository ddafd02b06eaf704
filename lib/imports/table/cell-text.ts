import type { CellObject } from "@e965/xlsx";

const SCIENTIFIC = /^-?\d(?:[.,]\d+)?E[+-]?\d+$/i;

/**
 * What a person reads in a cell. A number without a format of its own, or in scientific notation, comes with all of
 * its digits, as it was typed: it was a phone or a code. Any other, a date for instance, comes as it is shown. A
 * formula comes as the text that was saved with it.
 */
export function cellText({ t: type, v: value, w: shown, z: format }: CellObject): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string" && type === "s") return value;
  if (typeof value === "number" && type === "n") {
    const isPlain = format === "General" || shown === undefined || SCIENTIFIC.test(shown.trim());
    return isPlain ? String(value) : shown;
  }
  return shown ?? String(value);
}
