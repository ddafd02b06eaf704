const SMALL = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
];
const TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES = [
  [1_000_000, "million"],
  [1_000, "thousand"],
] as const;

/** A whole number from 0 to 999,999,999 in English words: `one hundred and twelve`, `two thousand and five`. */
export function numberInWords(count: number): string {
  for (const [size, name] of SCALES) {
    if (count < size) continue;
    const rest = count % size;
    const head = `${numberInWords(Math.trunc(count / size))} ${name}`;
    return rest === 0 ? head : `${head}${rest < 100 ? " and" : ""} ${numberInWords(rest)}`;
  }
  if (count >= 100) {
    const rest = count % 100;
    const head = `${SMALL[Math.trunc(count / 100)]} hundred`;
    return rest === 0 ? head : `${head} and ${numberInWords(rest)}`;
  }
  if (count < 20) return SMALL[count] ?? "";
  const rest = count % 10;
  return `${TENS[Math.trunc(count / 10)]}${rest === 0 ? "" : `-${SMALL[rest]}`}`;
}

/** Whether a text says a number in words, however its words are set apart, in capitals or not, with `and` or without. */
export function saysNumber(text: string, count: number): boolean {
  const words = numberInWords(count);
  return lettersOf(text) === lettersOf(words) || withoutAnd(text) === withoutAnd(words);
}

const lettersOf = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");

const withoutAnd = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "and")
    .join("");
