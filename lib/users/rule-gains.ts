import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { gainsByRules, groupsBeyond } from "@/lib/groups/rule-gains";
import { gainWords } from "@/lib/groups/rule-refusal";
import { isPropertyField, propertyField, propertyIdOf } from "@/lib/properties/field";
import type { PropertyValues } from "@/lib/properties/types";
import { type FieldIssue, fail, type Result } from "@/lib/result";

/** What is written of somebody, as far as it changes: fields, and values of properties by the property's id. */
export type Written = {
  /** Null for somebody new. */
  userId: string | null;
  name: string;
  fields: Readonly<Record<string, unknown>>;
  properties: Readonly<Record<string, string | null>>;
};

/**
 * The refusal of what would bring somebody into a group by rule with rights that whoever writes it lacks, said at the fields
 * that the rule asks for; null where it does not. The database refuses it too, and cannot say where.
 */
export async function refusalByRules(
  tx: Transaction,
  organizationId: string,
  lacking: readonly string[],
  { userId, name, fields, properties }: Written,
): Promise<Result<never> | null> {
  const groups = await groupsBeyond(tx, organizationId, lacking);
  if (groups.length === 0) return null;
  const own = Object.entries(properties).map(([id, value]) => [propertyField(id), value]);
  const said = { ...fields, ...Object.fromEntries(own) };
  const gains = await gainsByRules(
    tx,
    organizationId,
    groups,
    Prisma.sql`SELECT 1 AS line, ${userId}::uuid AS user_id, ${JSON.stringify(said)}::jsonb AS said,
      '{}'::text[] AS unknown`,
  );
  const into = groups.flatMap((group) => {
    const gain = gains.find(({ groupId }) => groupId === group.id);
    return gain ? [{ ...group, field: gain.fields.find((each) => each in said) }] : [];
  });
  if (into.length === 0) return null;
  const issues = into.flatMap(({ name: group, field }): FieldIssue[] => {
    const message = `This would bring the person into the group “${group}”, which gives rights that you do not hold.`;
    return field ? [{ path: pathOf(field), message }] : [];
  });
  return fail("forbidden", gainWords(into.map(({ name: group }) => ({ group, people: [name] }))), issues);
}

/** Where forms show a field. */
function pathOf(field: string): string {
  if (isPropertyField(field)) return `properties.${propertyIdOf(field)}`;
  return field === "username" ? "usernameLocal" : field;
}

/** Which values become others, null for those that go. */
export function changedValues(
  before: PropertyValues,
  after: PropertyValues,
): Readonly<Record<string, string | null>> {
  const ids = Object.keys({ ...before, ...after }).filter((id) => before[id] !== after[id]);
  return Object.fromEntries(ids.map((id) => [id, after[id] ?? null]));
}
