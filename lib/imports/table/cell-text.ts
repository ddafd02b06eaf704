import { type CellObject, SSF } from "@e965/xlsx";

const SCIENTIFIC = /^-?\d(?:[.,]\d+)?E[+-]?\d+$/i;

/**
 * What a person reads in a cell. A number without a format of its own, or in scientific notation, comes with all of
 * its digits, as it was typed: it was a phone or a code. A day comes as `2026-12-31` (ISO 8601), however it is shown,
 * with or without its year: the workbook knows which is the month. Any other comes as it is shown, a formula as the
 * text that was saved with it. `date1904` says from which year the workbook counts days.
 */
export function cellText({ t: type, v: value, w: shown, z: format }: CellObject, date1904 = false): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string" && type === "s") return value;
  if (typeof value === "number" && type === "n") {
    if (isDate(value, format)) {
      if (Number.isInteger(value)) return SSF.format("yyyy-mm-dd", value, { date1904 });
      // The parser cannot show every format, `dd.mm.yyyy hh:mm` for one.
      if (shown === undefined) return SSF.format("yyyy-mm-dd hh:mm", value, { date1904 });
    }
    const isPlain = format === "General" || shown === undefined || SCIENTIFIC.test(shown.trim());
    return isPlain ? String(value) : shown;
  }
  return shown ?? String(value);
}

const isDate = (value: number, format: CellObject["z"]) =>
  typeof format === "string" && value > 0 && /[yd]/i.test(format) && SSF.is_date(format);
