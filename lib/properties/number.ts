import { canonical, problem, quote, type Reading } from "@/lib/users/reading";

const DIGITS_MAX = 30;
const SPACES = /[\s\u00a0\u202f'’]/g;
const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;
const GROUPED_BY = { ",": /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/, ".": /^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/ };

/**
 * Reads a number as digits with a point at most: 1,234.5 and 1.234,5 and 1 234,5 are all 1234.5, and 2,5 is 2.5. A lone
 * point is a decimal one; a lone comma before three digits could be either, and is a problem.
 */
export function readNumber(text: string, label: string): Reading {
  const typed = text
    .trim()
    .normalize("NFKC")
    .replace(/[\u2212\u2013]/g, "-")
    .replace(/^\+/, "");
  if (typed === "") return canonical("");
  const subject = `${label} ${quote(text)}`;
  const bare = typed.replace(SPACES, "");
  if (bare.length > DIGITS_MAX)
    return problem("number_malformed", `${subject} has more than ${DIGITS_MAX} digits.`);
  if (/^-?\d{1,3},\d{3}$/.test(bare)) {
    const [whole, decimal] = [bare.replace(",", ""), bare.replace(",", ".")].map(plainNumber);
    return problem(
      "number_ambiguous",
      `${subject} is ${whole} or ${decimal}. Write it without a comma.`,
      whole ?? undefined,
    );
  }
  const value = plainNumber(withPoint(bare));
  return value === null ? problem("number_malformed", `${subject} is no number.`) : canonical(value);
}

function withPoint(bare: string): string {
  if (GROUPED_BY[","].test(bare)) return bare.replaceAll(",", "");
  // One group of three behind a point is what a plain number may have, too.
  if (GROUPED_BY["."].test(bare) && !/^-?\d+\.\d+$/.test(bare))
    return bare.replaceAll(".", "").replace(",", ".");
  return /^-?\d+,\d+$/.test(bare) ? bare.replace(",", ".") : bare;
}

function plainNumber(text: string): string | null {
  const [, sign = "", digits = "", decimals = ""] = PLAIN.exec(text) ?? [];
  if (digits === "") return null;
  const whole = digits.replace(/^0+(?=\d)/, "");
  const rest = decimals.replace(/0+$/, "");
  const value = rest === "" ? whole : `${whole}.${rest}`;
  return value === "0" ? value : sign + value;
}
