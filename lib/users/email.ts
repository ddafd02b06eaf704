import { isDomain, readDomainName } from "@/lib/users/domain-name";
import { USER_FIELD_INFO, type UserField } from "@/lib/users/fields";
import { canonical, problem, quote, type Reading } from "@/lib/users/reading";
import { readText } from "@/lib/users/text";

const USUAL = /^[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}$/;
const ATOMS = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

export const LOCAL_LENGTH_MAX = 64;
const ADDRESS_LENGTH_MAX = 254;
const LABEL_LENGTH_MAX = 63;

/**
 * Reads one e-mail address: trimmed, lower case, an international domain in its ASCII form. The part before the @ is
 * a dot-atom of RFC 5321 (no quoted strings, no letters beyond ASCII: hardly a mail server delivers to those), and
 * the domain has a dot.
 */
export function readEmail(text: string, field: UserField): Reading {
  const typed = text.trim().toLowerCase();
  if (typed.length <= LABEL_LENGTH_MAX && USUAL.test(typed)) return canonical(typed);
  const reading = readText(text, field);
  if (!reading.ok || reading.value === "") return reading;
  return readAddress(reading.value.toLowerCase(), USER_FIELD_INFO[field].label);
}

/** What is wrong with the part of an address before the @, as the rest of a sentence, or null. Expects lower case. */
export function findLocalProblem(local: string): string | null {
  if (local.length > LOCAL_LENGTH_MAX) return `has more than ${LOCAL_LENGTH_MAX} characters before the @.`;
  if (ATOMS.test(local)) return null;
  if (/\s/.test(local)) return "has a space inside.";
  const odd = /[^a-z0-9!#$%&'*+/=?^_`{|}~.-]/u.exec(local);
  return odd ? `may not have ${quote(odd[0])} before the @.` : "has a dot in the wrong place before the @.";
}

function readAddress(address: string, label: string): Reading {
  const subject = `${label} ${quote(address)}`;
  if (/[＠﹫]/.test(address)) {
    return problem("email_full_width", `${subject} has a full-width ＠. Type it again with a plain @.`);
  }
  const signs = address.split("@").length - 1;
  if (signs > 1 && /[\s;,/|]/.test(address)) {
    return problem("email_several", `${subject} is more than one address. Keep one of them.`);
  }
  const malformed = (words: string, suggestion?: string) =>
    problem("email_malformed", `${subject} ${words}`, suggestion);
  const bare = /^(?:mailto:|.*<)([^<>]*)>?$/.exec(address)?.[1];
  if (bare !== undefined) {
    const inner = readAddress(bare, label);
    return malformed(
      "has more than the address. Keep the address alone.",
      inner.ok ? inner.value : undefined,
    );
  }
  if (signs === 0) return malformed("has no @.");
  if (signs > 1) return malformed("has more than one @.");
  const [local = "", domain = ""] = address.split("@");
  if (local === "") return malformed("has nothing before the @.");
  if (domain === "") return malformed("has nothing after the @.");
  const localProblem = findLocalProblem(local);
  if (localProblem) return malformed(localProblem);
  const name = readDomainName(domain);
  if (!isDomain(name)) return malformed(name.words);
  const read = `${local}@${name.domain}`;
  return read.length > ADDRESS_LENGTH_MAX
    ? malformed(`is longer than ${ADDRESS_LENGTH_MAX} characters.`)
    : canonical(read);
}
