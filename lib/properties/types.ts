/** The kinds of value that a property may hold. */
export const PROPERTY_TYPES = ["text", "number", "date", "yesNo", "choice", "person"] as const;
export type PropertyType = (typeof PROPERTY_TYPES)[number];

export const PROPERTY_TYPE_LABELS: Readonly<Record<PropertyType, string>> = {
  text: "Text",
  number: "Number",
  date: "Date",
  yesNo: "Yes or no",
  choice: "Choice",
  person: "Person",
};

/** A field that an organization has defined for itself. */
export type Property = {
  id: string;
  name: string;
  type: PropertyType;
  /** What may be chosen, where the type is "choice". */
  choices: string[];
  isUserProperty: boolean;
  isRequired: boolean;
  isUnique: boolean;
  /** What a new person has unless something else is said: a canonical value. */
  defaultValue: string | null;
  help: string;
  /** The organization's own value, where it is no user property. */
  value: string | null;
  version: number;
};

/**
 * A person's values by the property's id, each as its canonical text: a number without grouping, a date as ISO 8601, yes
 * and no as "true" and "false", a choice as its words, a person as their id. What has no value is left out.
 */
export type PropertyValues = Readonly<Record<string, string>>;

/** Values as a row keeps them; whatever is no text among them is left out. */
export function propertyValuesOf(stored: unknown): PropertyValues {
  if (typeof stored !== "object" || stored === null) return {};
  const texts = Object.entries(stored).filter((entry): entry is [string, string] => {
    return typeof entry[1] === "string";
  });
  return Object.fromEntries(texts);
}
