import "server-only";
import type { Transaction } from "@/lib/db";
import { RULE_FIELDS, type RuleField } from "@/lib/groups/rule";

/** All that a rule of an organization can ask. */
export async function ruleFields(_tx: Transaction, _organizationId: string): Promise<RuleField[]> {
  return [...RULE_FIELDS];
}
