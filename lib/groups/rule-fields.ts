import "server-only";
import type { Transaction } from "@/lib/db";
import { RULE_FIELDS, type RuleField } from "@/lib/groups/rule";
import { userProperties } from "@/lib/properties/queries";

/** All that a rule of an organization can ask: what everybody has, and what the organization keeps of its people. */
export async function ruleFields(tx: Transaction, organizationId: string): Promise<RuleField[]> {
  const properties = await userProperties(tx, organizationId);
  return [
    ...RULE_FIELDS,
    ...properties.map(({ id, name, type, choices }) => ({
      key: `property:${id}`,
      label: name,
      kind: type,
      isAlways: false,
      ...(type === "choice" ? { choices: choices.map((value) => ({ value, label: value })) } : {}),
    })),
  ];
}
