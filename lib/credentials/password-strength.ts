import type { Match, ZxcvbnResult } from "@zxcvbn-ts/core";
import { canonicalPassword, type PasswordPolicy, passwordLengthIssue } from "@/lib/credentials/password";

/** How good a password is: what is wrong with it in words, or null, and how hard it is to guess, from 0 to 4. */
export type PasswordAdvice = { issue: string | null; score: number };

/** What a person can be known by. */
export type PersonalData = {
  firstName: string;
  lastName: string;
  username: string;
  accessEmail?: string | null;
  otherEmail?: string | null;
  company?: string | null;
  mobilePhone?: string | null;
  businessPhone?: string | null;
  customerCode?: string | null;
  udid?: string | null;
  organization: string;
};

/** Below it a password is found within hundreds of millions of guesses. */
const SCORE_MIN = 3;

// Judging holds up everybody else in this process. What is hard to guess by then stays so, and nobody writes so many
// digits for letters.
const CODE_POINTS_JUDGED = 40;
const SUBSTITUTIONS_MAX = 5;

/** So many characters a password has beside what its person is known by. */
const OTHERS_MIN = 8;

/**
 * Judges a password: its length, whether it is common or on lists of leaked ones, and whether it is made of what its
 * person is known by (NIST SP 800-63B-4 §3.1.1.2). There are no rules about kinds of characters.
 */
export async function judgePassword(
  password: string,
  policy: PasswordPolicy,
  person: PersonalData,
): Promise<PasswordAdvice> {
  const text = canonicalPassword(password);
  const personal = personalWords(person);
  const { check } = await estimator();
  const result = check(Array.from(text).slice(0, CODE_POINTS_JUDGED).join(""), personal);
  const issue =
    passwordLengthIssue(password, policy) ??
    (isPersonal(text, personal) ? PERSONAL_WORDS : result.score < SCORE_MIN ? wordsFor(result) : null);
  return { issue, score: issue === null ? result.score : Math.min(result.score, SCORE_MIN - 1) };
}

/** Whether a password is made of what somebody is known by, and of little else. */
export const isMadeOf = (password: string, person: PersonalData): boolean =>
  isPersonal(canonicalPassword(password), personalWords(person));

/**
 * Whether a password stands as a whole, in whatever case, on the lists of common and leaked ones: what NIST SP 800-63B-4
 * §3.1.1.2 asks for, and quick enough for a hundred thousand.
 */
export async function knownPasswords(): Promise<(password: string) => boolean> {
  known ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set(dictionary["passwords-common"].map((each) => each.toLowerCase())),
  );
  const listed = await known;
  return (password) => listed.has(canonicalPassword(password).toLowerCase());
}

let known: Promise<ReadonlySet<string>> | undefined;

const PERSONAL_WORDS = "Do not make it of your own name, address, number or organization.";

function isPersonal(text: string, personal: string[]): boolean {
  const longestFirst = personal.toSorted((one, other) => other.length - one.length);
  const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ""), text.toLowerCase());
  return rest.length < text.length && Array.from(rest.replace(/[^\p{L}\p{N}]/gu, "")).length < OTHERS_MIN;
}

/** The words that a person's password is not made of: names, addresses, numbers and codes, whole and in parts. */
export function personalWords(person: PersonalData): string[] {
  const texts = [...Object.values(person), ...numbersOf(person)].filter((text) => typeof text === "string");
  const words = texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]);
  const plain = words.map((word) => word.normalize("NFC").toLowerCase());
  return [...new Set(plain)].filter((word) => Array.from(word).length > 2);
}

const LOCAL_DIGITS = 8;

/** The ends of phone numbers, which people write without the codes before them. */
const numbersOf = ({ mobilePhone, businessPhone }: PersonalData) =>
  [mobilePhone, businessPhone].map((number) => number?.replace(/\D/g, "").slice(-LOCAL_DIGITS));

function wordsFor({ sequence, guesses }: Pick<ZxcvbnResult, "sequence" | "guesses">): string {
  const isOwn = ({ dictionaryName }: Match) => dictionaryName === "userInputs";
  if (sequence.some(isOwn)) return PERSONAL_WORDS;
  const hardest = (sequence as Match[]).toSorted((one, other) => other.token.length - one.token.length)[0];
  const isListed = guesses < 1e6 && hardest?.dictionaryName?.startsWith("passwords");
  if (isListed) return "This is on the lists of known passwords. Choose another one.";
  return (
    PATTERN_WORDS[hardest?.pattern ?? ""] ?? "This is easy to guess. Use more words, or less common ones."
  );
}

const PATTERN_WORDS: Record<string, string> = {
  repeat: "Repeated words and characters are easy to guess. Use different words.",
  sequence: "Rows such as abcdef or 123456 are easy to guess. Use a few words instead.",
  spatial: "Rows of keys are easy to guess. Use a few words instead.",
  date: "Dates are easy to guess. Use a few words instead.",
  regex: "Years are easy to guess. Use a few words instead.",
};

type Estimator = { check: (password: string, personal: string[]) => ZxcvbnResult };

let made: Promise<Estimator> | undefined;

/** The lists are large, so they are read when the first password is judged. */
function estimator(): Promise<Estimator> {
  made ??= (async () => {
    const [{ ZxcvbnFactory }, common, english] = await Promise.all([
      import("@zxcvbn-ts/core"),
      import("@zxcvbn-ts/language-common"),
      import("@zxcvbn-ts/language-en"),
    ]);
    const factory = new ZxcvbnFactory({
      dictionary: { ...common.dictionary, ...english.dictionary },
      graphs: common.adjacencyGraphs,
      l33tMaxSubstitutions: SUBSTITUTIONS_MAX,
    });
    return { check: (password, personal) => factory.check(password, personal) };
  })();
  return made;
}
