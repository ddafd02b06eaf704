import * as z from "zod";
import { headerKey } from "@/lib/imports/columns/header-key";
import { isErrorsHeader, isHalfName, nameOfHeader } from "@/lib/imports/columns/header-names";
import { CHOICE_MAX, CHOICES_MAX, PROPERTY_HELP_MAX, PROPERTY_NAME_MAX } from "@/lib/properties/limits";
import { choiceKey, readProperty } from "@/lib/properties/read";
import { PROPERTY_TYPES } from "@/lib/properties/types";
import { GROUPS_LABEL, SERVICES_LABEL } from "@/lib/users/columns";
import { EXPORT_ONLY_HEADERS } from "@/lib/users/export";
import { readTextOf } from "@/lib/users/text";

const words = (label: string, lengthMax: number) =>
  z.string().transform((text, context): string => {
    const reading = readTextOf(text.slice(0, 10 * lengthMax), { label, lengthMax, kind: "text" });
    if (reading.ok) return reading.value.replace(/\s+/g, " ");
    context.addIssue({ code: "custom", message: reading.problem.message });
    return z.NEVER;
  });

const typed = z.string().max(10_000);

const shape = z.strictObject({
  name: words("Name", PROPERTY_NAME_MAX),
  type: z.enum(PROPERTY_TYPES, { error: "Choose a type." }),
  choices: z.array(words("A choice", CHOICE_MAX)).max(CHOICES_MAX, `At most ${CHOICES_MAX} choices.`),
  isUserProperty: z.boolean(),
  isRequired: z.boolean(),
  isUnique: z.boolean(),
  defaultValue: typed,
  help: words("Help text", PROPERTY_HELP_MAX),
  value: typed,
});

/** What a form gives of a property. */
export type PropertyValuesOfForm = z.input<typeof shape>;

/**
 * A property as its form gives it; what does not go with the rest of it is left out, so that a box that is hidden says
 * nothing.
 */
export const propertyInput = shape.transform((given, context) => {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  const { name, type, isUserProperty } = given;
  const choices = type === "choice" ? given.choices.filter((choice) => choice !== "") : [];
  const isUnique = given.isUnique && isUserProperty && type !== "yesNo";
  const nameProblem = problemOfName(name);
  if (nameProblem) refuse("name", nameProblem);
  if (type === "choice" && choices.length === 0) refuse("choices", "Write at least one choice.");
  if (new Set(choices.map(choiceKey)).size < choices.length)
    refuse("choices", "Two of the choices are the same.");
  const read = (path: "defaultValue" | "value") => {
    const reading = readProperty(given[path], {
      name: path === "value" ? "The value" : "The default",
      type,
      choices,
    });
    if (!reading.ok) refuse(path, reading.problem.message);
    return (reading.ok && reading.value) || null;
  };
  const hasDefault = isUserProperty && !isUnique && type !== "person";
  return {
    name,
    type,
    choices,
    isUserProperty,
    isRequired: given.isRequired && isUserProperty,
    isUnique,
    defaultValue: hasDefault ? read("defaultValue") : null,
    help: given.help,
    value: isUserProperty ? null : read("value"),
  };
});

export type PropertyInput = z.output<typeof propertyInput>;

const OWN = new Set([...EXPORT_ONLY_HEADERS, GROUPS_LABEL, SERVICES_LABEL].map(headerKey));

/** A file's column is known by its header, so no property is called as a field of everybody's. */
function problemOfName(name: string): string | null {
  if (name === "") return "Give the property a name.";
  if (headerKey(name) === "") return "Use a letter or a digit.";
  const field = nameOfHeader(name);
  const isTaken = isErrorsHeader(name) || isHalfName(name) || OWN.has(headerKey(name));
  return isTaken || field?.how === "exact" || field?.how === "known"
    ? "Everybody has a field of this name already. Use another name."
    : null;
}
