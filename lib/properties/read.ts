import { PROPERTY_TEXT_MAX } from "@/lib/properties/limits";
import { readNumber } from "@/lib/properties/number";
import type { Property, PropertyValues } from "@/lib/properties/types";
import type { FieldIssue } from "@/lib/result";
import { type DateOrder, readDateOf } from "@/lib/users/date";
import { canonical, type FieldProblem, problem, quote, type Reading } from "@/lib/users/reading";
import { readTextOf } from "@/lib/users/text";
import { readYesNoOf } from "@/lib/users/yes-no";

/** What a value is read by. */
export type ReadProperty = Pick<Property, "name" | "type" | "choices">;

/** The ids of the people whom a text may mean. */
export type FindPerson = (text: string) => readonly string[];

export type PropertyReading = {
  /** How dates are read that could be read both ways. */
  dateOrder?: DateOrder;
  /** Without it a person is taken for right: only a database knows. */
  findPerson?: FindPerson;
};

/** Reads the text of one property as its canonical value, `""` for none: form, file, row and program by the same rules. */
export function readProperty(
  text: string,
  { name, type, choices }: ReadProperty,
  { dateOrder, findPerson }: PropertyReading = {},
): Reading {
  switch (type) {
    case "text":
      return readTextOf(text, { label: name, lengthMax: PROPERTY_TEXT_MAX, kind: "text" });
    case "number":
      return readNumber(text, name);
    case "date":
      return readDateOf(text, name, dateOrder);
    case "yesNo": {
      const reading = readYesNoOf(text, name);
      if (!reading.ok || reading.value === "") return reading;
      return canonical(reading.value === "yes" ? "true" : "false");
    }
    case "choice":
      return readChoice(text, name, choices);
    case "person":
      return readPerson(text, name, findPerson);
  }
}

const CHOICES_NAMED_MAX = 8;

function readChoice(text: string, name: string, choices: readonly string[]): Reading {
  const key = choiceKey(text);
  if (key === "") return canonical("");
  const chosen = choices.find((choice) => choiceKey(choice) === key);
  if (chosen !== undefined) return canonical(chosen);
  const named = choices.slice(0, CHOICES_NAMED_MAX).join(", ");
  const more = choices.length - CHOICES_NAMED_MAX;
  return problem(
    "choice_unknown",
    `${name} ${quote(text)} is none of: ${named}${more > 0 ? ` and ${more} more` : ""}.`,
  );
}

/** What makes two choices the same: case and white space make no difference. */
export const choiceKey = (text: string): string =>
  text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();

function readPerson(text: string, name: string, findPerson?: FindPerson): Reading {
  const typed = text.trim();
  if (typed === "" || !findPerson) return canonical(typed);
  const [found, ...others] = findPerson(typed);
  if (found === undefined)
    return problem("person_unknown", `${name} ${quote(text)} is nobody’s username or access email here.`);
  return others.length > 0
    ? problem("person_several", `${name} ${quote(text)} is more than one person. Write a username.`)
    : canonical(found);
}

export const propertyMissing = ({ name }: Pick<Property, "name">): FieldProblem => ({
  code: "missing",
  message: `${name} is missing.`,
});

/** Values to write: null takes one away. What is not named stays. */
export type GivenProperties = Readonly<Record<string, string | null>>;

/**
 * Reads the texts of a form, by the property's id, and says at `properties.<id>` what is wrong. A text that stands there
 * already is right as it is: a person who is gone stays named until somebody names another.
 */
export function readProperties(
  texts: Readonly<Record<string, string | null>>,
  properties: readonly Property[],
  current: PropertyValues,
  options: PropertyReading = {},
): { values: GivenProperties; issues: (FieldIssue & { suggestion?: string })[] } {
  const values: Record<string, string | null> = {};
  const issues: (FieldIssue & { suggestion?: string })[] = [];
  const refuse = (id: string, { message, suggestion }: FieldProblem) =>
    issues.push({ path: `properties.${id}`, message, ...(suggestion ? { suggestion } : {}) });
  for (const property of properties) {
    const text = texts[property.id];
    if (text === undefined) continue;
    const reading: Reading =
      text !== null && text === current[property.id]
        ? canonical(text)
        : readProperty(text ?? "", property, options);
    if (!reading.ok) refuse(property.id, reading.problem);
    else if (reading.value === "" && property.isRequired) refuse(property.id, propertyMissing(property));
    else values[property.id] = reading.value || null;
  }
  const known = new Set(properties.map(({ id }) => id));
  for (const id of Object.keys(texts)) {
    if (!known.has(id))
      issues.push({
        path: `properties.${id}`,
        message: "There is no such property any more. Load the page again.",
      });
  }
  return { values, issues };
}
