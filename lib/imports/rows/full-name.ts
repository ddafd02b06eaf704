import { nameIsDate } from "@/lib/users/name";
import { isDateText } from "@/lib/users/name-dates";
import { type FieldProblem, quote } from "@/lib/users/reading";

export type NameParts = { firstName: string; lastName: string };

/**
 * Takes a name apart that is written in one cell. `Last, First` by its comma; else the last word is the last name,
 * with the particles before it (van, de, dos), what `y` and `e` join, and what follows it (Jr., III). One word has no
 * first or last name, and a date has none: that is a problem, not a guess. A blank cell has two blank names.
 */
export function splitFullName(text: string): { parts: NameParts } | { problem: FieldProblem } {
  if (isDateText(text)) return { problem: nameIsDate("Full name", text) };
  const [before = "", after, ...more] = text.split(",").map((part) => part.trim().replace(/\s+/g, " "));
  if (more.length > 0) return unclear(text, "has more than one comma");
  if (after !== undefined) {
    if (before === "" && after === "") return { parts: { firstName: "", lastName: "" } };
    if (before === "" || after === "") return unclear(text, "has a name on one side of the comma only");
    return { parts: { firstName: after, lastName: before } };
  }
  const words = before.split(" ").filter((word) => word !== "");
  if (words.length === 0) return { parts: { firstName: "", lastName: "" } };
  if (words.length === 1) return unclear(text, "is one word");
  const at = startOfLastName(words);
  if (at < 1) return unclear(text, "has no first name");
  return { parts: { firstName: words.slice(0, at).join(" "), lastName: words.slice(at).join(" ") } };
}

const unclear = (text: string, what: string): { problem: FieldProblem } => ({
  problem: {
    code: "name_unclear",
    message: `Full name ${quote(text)} ${what}. Write it as “Last name, First name”.`,
  },
});

function startOfLastName(words: readonly string[]): number {
  let at = words.length - 1;
  while (at > 1 && SUFFIXES.has(folded(words[at]))) at -= 1;
  for (;;) {
    if (at > 2 && JOINING.has(words[at - 1] ?? "")) at -= 2;
    else if (at > 1 && PARTICLES.has(folded(words[at - 1]))) at -= 1;
    else return at;
  }
}

const folded = (word = "") => word.toLowerCase().replaceAll("’", "'").replace(/\.$/, "");

const PARTICLES: ReadonlySet<string> = new Set(
  "af al am auf av d' da dal dalla das de degli dei del della dello den der des di do dos du el ibn la las le lo los op san santa st 't te ten ter van vander vom von zu zum zur".split(
    " ",
  ),
);

// Between two last names, where they are written small: Ortega y Gasset, Costa e Silva.
const JOINING: ReadonlySet<string> = new Set(["y", "e", "i"]);

const SUFFIXES: ReadonlySet<string> = new Set([
  "jr",
  "sr",
  "ii",
  "iii",
  "iv",
  "filho",
  "neto",
  "júnior",
  "junior",
]);
