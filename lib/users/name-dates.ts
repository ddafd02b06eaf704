/**
 * Whether a text is a day, a month of a year, or a time of day, in the forms that spreadsheets show them in: `2024-03-01`,
 * `01.03.2024 12:30`, `3/1/24`, `1-Mar`, `Mar-24`, `1. März 2024`, `12:30`. No such day need exist.
 */
export function isDateText(text: string): boolean {
  if (!/\p{Nd}/u.test(text)) return false;
  const typed = text.trim().slice(0, LENGTH_MAX).normalize("NFKC").replace(/\s+/g, " ");
  return IN_DIGITS.test(typed) || TIME_ALONE.test(typed) || isWorded(typed);
}

const LENGTH_MAX = 100;

const TIME = String.raw`\d{1,9}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?`;
const TIME_ALONE = new RegExp(`^${TIME}$`, "i");
const TIME_BEHIND = String.raw`(?:[T ,]+${TIME}(?: ?Z| ?[+-]\d{2}:?\d{2})?)?`;
const IN_DIGITS = new RegExp(
  String.raw`^(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.]) ?\d{1,2}\2 ?(?:\d{4}|\d{2}))${TIME_BEHIND}$`,
  "i",
);

// By the place of the month's word: with a day before it, with a day behind it and a year, and with a year alone.
const WORDED: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:\p{L}+\.?,? )?\d{1,2}(?:[.\- /]|st|nd|rd|th)* ?(?:de )?(\p{L}{3,})\.?(?:[,\-/ ]*(?:de )?(?:\d{4}|\d{2}))?${TIME_BEHIND}$`,
    "iu",
  ),
  new RegExp(
    String.raw`^(?:\p{L}+\.?,? )?(\p{L}{3,})\.?[- ]\d{1,2}(?:st|nd|rd|th)?[,\- ]+\d{4}${TIME_BEHIND}$`,
    "iu",
  ),
  /^(\p{L}{3,})(?:\.?-\d{2}|\.?[-/ ](?:de )?\d{4})$/iu,
];

const isWorded = (typed: string) => WORDED.some((form) => MONTHS.has(bare(form.exec(typed)?.[1] ?? "")));

const bare = (word: string) =>
  word
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^\p{L}]/gu, "");

const LANGUAGES = ["en", "de", "pt", "es", "fr", "it", "nl"];

// The words of a month, whole: Mark and Martin begin like one.
const MONTHS: ReadonlySet<string> = new Set([
  ...LANGUAGES.flatMap((language) =>
    (["short", "long"] as const).flatMap((month) => {
      const words = new Intl.DateTimeFormat(language, { month, timeZone: "UTC" });
      return Array.from({ length: 12 }, (_, at) => bare(words.format(Date.UTC(2024, at, 1))));
    }),
  ),
  // As Excel shortens it in German.
  "mrz",
]);
