import { NUMBERS_MAX, RANGES_MAX } from "@/lib/telephony/limits";

/** The first and the last number of a range; both belong to it. */
export type NumberRange = { from: number; to: number };

/** What an organization's ranges are until it says otherwise. */
export const USUAL_RANGES: NumberRange[] = [{ from: 100, to: 999 }];

const NUMBER = /^[1-9][0-9]{1,7}$/;

/** Two to eight digits, of which the first is no zero: it stays the same when something reads it as a number. */
export const isNumber = (text: string): boolean => NUMBER.test(text);

export const isInRanges = (number: string, ranges: readonly NumberRange[]): boolean =>
  ranges.some(({ from, to }) => Number(number) >= from && Number(number) <= to);

export const countOf = (ranges: readonly NumberRange[]): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);

export const rangesInWords = (ranges: readonly NumberRange[]): string =>
  ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");

/** Reads ranges as people write them, such as `100-199, 300`; or says what is wrong with them. */
export function readRanges(text: string): { ranges: NumberRange[] } | { problem: string } {
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length === 0) return { problem: "Write at least one range, such as 100-199." };
  if (parts.length > RANGES_MAX) return { problem: `At most ${RANGES_MAX} ranges.` };
  const ranges: NumberRange[] = [];
  for (const part of parts) {
    const [, from = "", to = from] = /^(\d+)(?:\s*[-–]\s*(\d+))?$/.exec(part) ?? [];
    if (!isNumber(from) || !isNumber(to))
      return { problem: `“${part}” is no range. Numbers have 2 to 8 digits and begin with none of 0.` };
    const range = { from: Number(from), to: Number(to) };
    if (range.from > range.to) return { problem: `“${part}” ends before it begins.` };
    const other = ranges.find((each) => each.from <= range.to && range.from <= each.to);
    if (other) return { problem: `“${part}” and “${rangesInWords([other])}” share numbers.` };
    ranges.push(range);
  }
  if (countOf(ranges) > NUMBERS_MAX)
    return { problem: `These are more than ${NUMBERS_MAX.toLocaleString("en")} numbers.` };
  return { ranges: ranges.sort((one, other) => one.from - other.from) };
}
