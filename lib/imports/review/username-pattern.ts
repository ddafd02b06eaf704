import { LOCAL_LENGTH_MAX } from "@/lib/users/email";

/** What a username pattern may hold; `{f}` and `{l}` are first letters, `{email}` is the part before the @. */
export const PATTERN_PARTS = ["first", "last", "f", "l", "email"] as const;
export type PatternPart = (typeof PATTERN_PARTS)[number];

const PART = /\{(first|last|f|l|email)\}/g;

/** Why a text is no pattern, in words; null when it is one. */
export function patternProblem(pattern: string): string | null {
  if (!new RegExp(PART).test(pattern))
    return `Write at least one of ${PATTERN_PARTS.map((part) => `{${part}}`).join(", ")}.`;
  const rest = pattern.replace(PART, "");
  return /^[a-z0-9._-]*$/i.test(rest)
    ? null
    : "Beside the parts in braces, only letters, digits, dots, hyphens and underscores may stand in a username.";
}

export type PatternValues = { first: string; last: string; email: string };

/**
 * The part before the @ that a pattern makes of a person, in lower case and ASCII as far as their names have a usual
 * spelling in it; null where a part that the pattern asks for is blank or has none.
 */
export function usernameByPattern(pattern: string, values: PatternValues): string | null {
  const parts: Record<PatternPart, string> = {
    first: inAscii(values.first),
    last: inAscii(values.last),
    f: inAscii(values.first).slice(0, 1),
    l: inAscii(values.last).slice(0, 1),
    email: localOf(values.email),
  };
  let isWhole = true;
  const made = pattern.toLowerCase().replace(PART, (_, part: PatternPart) => {
    if (parts[part] === "") isWhole = false;
    return parts[part];
  });
  const local = made
    .replace(/\.{2,}/g, ".")
    .slice(0, LOCAL_LENGTH_MAX)
    .replace(/^\.+|\.+$/g, "");
  return isWhole && local !== "" ? local : null;
}

function localOf(email: string): string {
  const at = email.lastIndexOf("@");
  return (at < 0 ? email : email.slice(0, at)).toLowerCase().replace(/[^a-z0-9._-]+/g, "");
}

/** Letters and digits alone: `O’Neil Müller` becomes `oneilmueller`. */
function inAscii(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFC")
    .replace(/[äöüßæœøåðþłđıħŋ]/g, (letter) => SPELLINGS[letter] ?? "")
    .normalize("NFD")
    .replace(/[^a-z0-9-]+/g, "")
    .replace(/^-+|-+$/g, "");
}

const SPELLINGS: Record<string, string> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  å: "a",
  ð: "d",
  þ: "th",
  ł: "l",
  đ: "d",
  ı: "i",
  ħ: "h",
  ŋ: "ng",
};
