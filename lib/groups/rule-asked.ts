import type { Rule } from "@/lib/groups/rule";
import { propertyField } from "@/lib/properties/field";

const PROPERTY = "property:";

/** What a condition asks of people: by the field that forms and files call it, of an address its domain alone. */
type Asked = {
  groupId: string;
  isAll: boolean;
  place: number;
  field: string;
  isDomain: boolean;
  test: string;
  value: string;
};

/** All that the rules of some groups ask, in order. */
export const askedOf = (groups: readonly { id: string; rule: Rule }[]): Asked[] =>
  groups.flatMap(({ id: groupId, rule }) =>
    rule.conditions.map(({ field, is: test, value }, place) => ({
      groupId,
      isAll: rule.match === "all",
      place,
      ...asFormsCallIt(field),
      test,
      value,
    })),
  );

/** The fields that they ask about, each once. */
export const fieldsAsked = (groups: readonly { id: string; rule: Rule }[]): string[] => [
  ...new Set(askedOf(groups).map(({ field }) => field)),
];

function asFormsCallIt(field: string): Pick<Asked, "field" | "isDomain"> {
  if (field === "domain") return { field: "username", isDomain: true };
  if (field === "emailDomain") return { field: "accessEmail", isDomain: true };
  return {
    field: field.startsWith(PROPERTY) ? propertyField(field.slice(PROPERTY.length)) : field,
    isDomain: false,
  };
}
