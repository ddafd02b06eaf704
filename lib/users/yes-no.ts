import { USER_FIELD_INFO, type UserField } from "@/lib/users/fields";
import { canonical, problem, quote, type Reading } from "@/lib/users/reading";

const YES = new Set([
  "yes",
  "y",
  "true",
  "1",
  "x",
  "on",
  "ja",
  "j",
  "wahr",
  "sim",
  "s",
  "si",
  "oui",
  "o",
  "vrai",
]);
const NO = new Set(["no", "n", "false", "0", "-", "off", "nein", "falsch", "nao", "non", "faux"]);

/** Reads a word for yes or no in the usual ways of writing it. */
export const readYesNo = (text: string, field: UserField): Reading<"yes" | "no"> =>
  readYesNoOf(text, USER_FIELD_INFO[field].label);

/** The same for what is no field of a person. */
export function readYesNoOf(text: string, label: string): Reading<"yes" | "no"> {
  const word = text.normalize("NFD").replace(/\p{M}/gu, "").trim().toLowerCase();
  if (word === "") return canonical("");
  if (YES.has(word)) return canonical("yes");
  if (NO.has(word)) return canonical("no");
  return problem("yes_no_unclear", `${label} ${quote(text)} is neither yes nor no.`);
}
