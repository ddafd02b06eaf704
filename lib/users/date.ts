import { USER_FIELD_INFO, type UserField } from "@/lib/users/fields";
import { canonical, problem, quote, type Reading } from "@/lib/users/reading";

/** Whether `03/04/2027` is the third of April or the fourth of March. */
export const DATE_ORDERS = ["dmy", "mdy"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/**
 * Reads a day as `2026-12-31` (ISO 8601). It may be written so, with dots (31.12.2026, day first), with the month in
 * words, or with slashes or dashes; of those, one that can be read both ways is a problem unless `order` says how. A
 * year of two digits is of this century. A time of day is passed over.
 */
export const readDate = (text: string, field: UserField, order?: DateOrder): Reading =>
  readDateOf(text, USER_FIELD_INFO[field].label, order);

/** The same for a day that is no field of a person. */
export function readDateOf(text: string, name: string, order?: DateOrder): Reading {
  const typed = plain(text);
  if (typed === "") return canonical("");
  const label = `${name} ${quote(text)}`;
  const days = daysOf(typed);
  if (days.length === 0) return noDate(label, typed);
  const [day] = order && days.length === 2 ? days.filter((each) => each.order === order) : days;
  if (!day) return noDate(label, typed);
  if (days.length === 1 && order && day.order && day.order !== order) {
    return problem(
      "date_malformed",
      `${label} is no date with the ${order === "dmy" ? "day" : "month"} first, as the other dates are read. Write it as ${day.iso}.`,
      day.iso,
    );
  }
  if (days.length === 1 || order) return canonical(day.iso);
  const both = days.map(({ iso }) => inWords(iso)).join(" or ");
  return problem(
    "date_ambiguous",
    `${label} is ${both}. Say which comes first, day or month, where the columns are matched.`,
  );
}

/** What dates of a column say of its order: one that they prove, or "open" where some could be either. */
export function dateOrderOf(cells: readonly string[]): DateOrder | "open" | null {
  const all = cells.map((cell) => daysOf(plain(cell)));
  const proven = new Set(all.flatMap((days) => (days.length === 1 && days[0]?.order) || []));
  const [order] = proven;
  if (order && proven.size === 1) return order;
  return all.some((days) => days.length === 2) ? "open" : null;
}

const LENGTH_MAX = 100;

const plain = (text: string) => text.trim().slice(0, LENGTH_MAX).normalize("NFKC").replace(/\s+/g, " ");

type Day = { iso: string; order?: DateOrder };

const TIME = String.raw`(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?: ?Z| ?[+-]\d{2}:?\d{2})?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}$`, "i");
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d{2})${TIME}$`, "i");
const DAY_AND_WORD = /^(\d{1,2})(?:[.\- ]|st|nd|rd|th)* ?(?:de )?(\p{L}{3,})[.,\- ]*(?:de )?(\d{4}|\d{2})$/iu;
const WORD_AND_DAY = /^(\p{L}{3,})[.\- ]+(\d{1,2})(?:st|nd|rd|th)?[,\- ]+(\d{4})$/iu;

/** The days that a text can be: none, one, or two where day and month are open. */
function daysOf(typed: string): Day[] {
  const yearFirst = YEAR_FIRST.exec(typed);
  if (yearFirst) return valid([dayOf(yearFirst[1], yearFirst[3], yearFirst[4])]);
  const worded = DAY_AND_WORD.exec(typed);
  if (worded) return valid([dayOf(worded[3], monthOf(worded[2]), worded[1])]);
  const wordFirst = WORD_AND_DAY.exec(typed);
  if (wordFirst) return valid([dayOf(wordFirst[3], monthOf(wordFirst[1]), wordFirst[2])]);
  const [, one, mark, other, year] = YEAR_LAST.exec(typed) ?? [];
  if (mark === ".") return valid([dayOf(year, other, one)]);
  const days = valid([dayOf(year, other, one, "dmy"), dayOf(year, one, other, "mdy")]);
  return days.length === 2 && days[0]?.iso === days[1]?.iso ? [{ iso: days[0]?.iso ?? "" }] : days;
}

const valid = (days: readonly (Day | null)[]): Day[] => days.filter((day) => day !== null);

const YEAR_MIN = 1970;

function dayOf(year = "", month: string | number = "", day = "", order?: DateOrder): Day | null {
  const inFull = year.length === 2 ? 2000 + Number(year) : Number(year);
  const date = new Date(Date.UTC(inFull, Number(month) - 1, Number(day)));
  const isReal =
    inFull >= YEAR_MIN && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isReal ? { iso: date.toISOString().slice(0, 10), ...(order ? { order } : {}) } : null;
}

// By their beginnings without accents, in English, German, Portuguese, Spanish, French, Italian and Dutch.
const MONTHS: readonly RegExp[] = [
  /^(jan|ene|gen)/,
  /^(feb|fev)/,
  /^(mar|mrz|maer|maa|mrt)/,
  /^(apr|abr|avr)/,
  /^(may|mai|mei|mag)/,
  /^(june?$|juni|juin|jun$|giu)/,
  /^(jul|juil|lug)/,
  /^(aug|ago|aou)/,
  /^(sep|set)/,
  /^(oct|okt|out|ott)/,
  /^nov/,
  /^(dec|dez|dic)/,
];

function monthOf(word = ""): number {
  const bare = word.normalize("NFD").toLowerCase().replace(/\p{M}/gu, "");
  return MONTHS.findIndex((names) => names.test(bare)) + 1;
}

const SERIAL = /^\d{5}(?:\.\d+)?$/;
const DAY_MS = 86_400_000;

function noDate(label: string, typed: string): Reading<never> {
  // How spreadsheets count days, from the end of 1899.
  const counted = SERIAL.test(typed) && dayOfSerial(Number(typed));
  return counted
    ? problem(
        "date_malformed",
        `${label} is no date; as a spreadsheet counts days it is ${counted}.`,
        counted,
      )
    : problem("date_malformed", `${label} is no date. Write it as 2026-12-31.`);
}

const dayOfSerial = (days: number) =>
  new Date(Date.UTC(1899, 11, 30) + Math.floor(days) * DAY_MS).toISOString().slice(0, 10);

const WORDS = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

const inWords = (iso: string) => WORDS.format(new Date(`${iso}T00:00:00Z`));

/** The last moment of a day in UTC: until then access that ends on it lasts. */
export const endOfDay = (iso: string): Date => new Date(`${iso}T23:59:59.999Z`);

/** The day in UTC that a moment is on. */
export const isoDayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
