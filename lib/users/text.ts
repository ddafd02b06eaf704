import { USER_FIELD_INFO, type UserField, type UserFieldInfo } from "@/lib/users/fields";
import { canonical, problem, quote, type Reading } from "@/lib/users/reading";
import { findStrangeCharacter } from "@/lib/users/strange-characters";

const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;
const LINE_BREAKS = /\s*[\n\r\v\f\u0085\u2028\u2029]+\s*/g;
const SPACES = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;

// Composing (NFC) makes at most one code point, of at most two UTF-16 units, out of four: a text this much longer
// than its limit is too long whatever it holds, and is not worth a closer look.
const UNITS_PER_CHARACTER_MAX = 8;

/**
 * Reads a text field: NFC; white space around it trimmed, every kind of space inside it a plain one, a line break
 * one space. Everything else stays as typed, so a name may be `=1+1`.
 *
 * A problem if it is longer than the field's limit in code points, or holds a character that cannot be seen, that
 * turns the direction of the text, that controls a device, or that stands for a lost one. Zero-width joiners and
 * variation selectors pass where a script writes with them; codes, which are compared, never hold them.
 */
export const readText = (text: string, field: UserField): Reading => readTextOf(text, USER_FIELD_INFO[field]);

/** The same for a text that is no field of a person. */
export function readTextOf(text: string, { label, lengthMax, kind }: UserFieldInfo): Reading {
  if (PLAIN.test(text) && text.length <= lengthMax) return canonical(text);
  const trimmed = text.trim();
  if (trimmed.length > lengthMax * UNITS_PER_CHARACTER_MAX) return tooLong(label, trimmed, lengthMax);
  const plain = trimmed.normalize("NFC").replace(LINE_BREAKS, " ").replace(SPACES, " ").trim();
  const strange = findStrangeCharacter(plain, kind === "text");
  if (strange) return problem(strange.code, `${label} ${strange.words}`);
  return plain.length > lengthMax && lengthOf(plain) > lengthMax
    ? tooLong(label, plain, lengthMax)
    : canonical(plain);
}

/** The length of a text in code points. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

function tooLong(label: string, text: string, lengthMax: number): Reading {
  const length = lengthOf(text).toLocaleString("en");
  return problem(
    "text_too_long",
    `${label} ${quote(text)} is ${length} characters long; at most ${lengthMax} fit.`,
  );
}
