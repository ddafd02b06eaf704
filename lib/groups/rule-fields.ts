import "server-only";
import type { Transaction } from "@/lib/db";
import { RULE_FIELDS, type Rule, type RuleField } from "@/lib/groups/rule";
import { namesOfPeople } from "@/lib/properties/people";
import { userProperties } from "@/lib/properties/queries";
import { valueInWords } from "@/lib/properties/words";

const PROPERTY = "property:";

/**
 * All that a rule of an organization can ask: what everybody has, and what the organization keeps of its people.
 * @param rules those whose people are to be named, of properties that are people
 */
export async function ruleFields(
  tx: Transaction,
  organizationId: string,
  rules: readonly (Rule | null | undefined)[] = [],
): Promise<RuleField[]> {
  const properties = await userProperties(tx, organizationId);
  const conditions = rules.flatMap((rule) => rule?.conditions ?? []);
  const named = conditions.map(({ field, value }) => ({ [field.slice(PROPERTY.length)]: value }));
  const people = await namesOfPeople(tx, organizationId, properties, named);
  const chosen = [...people].map(([value, person]) => ({
    value,
    label: valueInWords(value, { type: "person" }, new Map([[value, person]])),
  }));
  return [
    ...RULE_FIELDS,
    ...properties.map(({ id, name, type, choices }) => ({
      key: `${PROPERTY}${id}`,
      label: name,
      kind: type,
      isAlways: false,
      ...(type === "choice" ? { choices: choices.map((value) => ({ value, label: value })) } : {}),
      ...(type === "person" ? { choices: chosen } : {}),
    })),
  ];
}
