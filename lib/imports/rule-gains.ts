import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { fieldsAsked } from "@/lib/groups/rule-asked";
import { type GroupBeyond, gainsByRules, groupsBeyond, type RuleGain } from "@/lib/groups/rule-gains";
import { chosenGain } from "@/lib/imports/issues";
import { defaultsOf, type Entering, enteringOf, type Gain, gainIssues } from "@/lib/imports/plan/entering";
import type { Directory, PlannedRow, PlanOptions } from "@/lib/imports/plan/plan";
import { userProperties } from "@/lib/properties/queries";
import type { Property } from "@/lib/properties/types";

const PEOPLE_AT_ONCE = 5_000;

/**
 * Planned rows, of which those are invalid that would bring somebody into a group by rule with rights that whoever
 * imports lacks. Where there is no such group nothing is asked of any row.
 */
export async function withRuleGains(
  tx: Transaction,
  organizationId: string,
  rows: PlannedRow[],
  directory: Directory,
  options: PlanOptions,
): Promise<PlannedRow[]> {
  const groups = await groupsBeyond(tx, organizationId, options.reach?.lacking ?? []);
  if (groups.length === 0) return rows;
  const asked = fieldsAsked(groups);
  const entering = rows.flatMap((row) => enteringOf(row, directory, options, asked) ?? []);
  const gains = new Map<number, Gain[]>();
  for (let at = 0; at < entering.length; at += PEOPLE_AT_ONCE) {
    const people = enteringSql(entering.slice(at, at + PEOPLE_AT_ONCE));
    const found = await gainsByRules(tx, organizationId, groups, people);
    const fieldsOf = new Map(found.map(({ line, groupId, fields }) => [`${line} ${groupId}`, fields]));
    // In the order of the groups' names, which is the same however often rows are planned.
    for (const line of new Set(found.map((each) => each.line)))
      gains.set(
        line,
        groups.flatMap(({ id, name }) => {
          const fields = fieldsOf.get(`${line} ${id}`);
          return fields ? [{ group: name, fields }] : [];
        }),
      );
  }
  return rows.map((row) => {
    const mine = gains.get(row.line);
    if (!mine) return row;
    return { ...row, issues: [...row.issues, ...gainIssues(row, mine, options.properties)], fate: "invalid" };
  });
}

const enteringSql = (entering: readonly Entering[]) => Prisma.sql`
  SELECT line, user_id, said, unknown FROM jsonb_to_recordset(${asRows(entering)}::jsonb)
    AS entering(line integer, user_id uuid, said jsonb, unknown text[])`;

const asRows = (entering: readonly Entering[]) =>
  JSON.stringify(entering.map(({ userId, ...each }) => ({ ...each, user_id: userId })));

type Run = { organizationId: string; id: string };

/** What is given to all new people whose row says nothing of it, once it is chosen. */
type Chosen = { role: string; accessProfile: string | null };

/** The lines of selected rows that would do so, of an import that is about to be carried out, by rules as they are now. */
export async function findRuleGains(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  groups: readonly GroupBeyond[],
  properties: readonly Property[],
  chosen?: Chosen,
): Promise<RuleGain[]> {
  const given = chosen && { role: chosen.role, accessProfile: chosen.accessProfile };
  const unsaid = JSON.stringify({ ...defaultsOf(properties), ...given });
  return gainsByRules(
    tx,
    organizationId,
    groups,
    Prisma.sql`
      SELECT line, user_id, CASE fate WHEN 'create' THEN ${unsaid}::jsonb || values ELSE changes->'after' END AS said,
        '{}'::text[] AS unknown
      FROM import_rows
      WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid
        AND fate IN ('create', 'update') AND selected`,
  );
}

const asksOfChoice = ({ rule }: GroupBeyond): boolean =>
  rule.conditions.some(({ field }) => field === "role" || field === "accessProfile");

/**
 * What rules make of the role and access profile that are chosen for all, in words; null where that gives nobody more than
 * whoever chooses holds. Rows that do so whatever is chosen are not told here: they say so themselves once judged anew.
 */
export async function chosenGainWords(
  tx: Transaction,
  run: Run,
  lacking: readonly string[],
  chosen: Chosen,
): Promise<string | null> {
  const groups = (await groupsBeyond(tx, run.organizationId, lacking)).filter(asksOfChoice);
  if (groups.length === 0) return null;
  const properties = await userProperties(tx, run.organizationId);
  const anyway = await findRuleGains(tx, run, groups, properties);
  const lines = new Set(anyway.map(({ line }) => line));
  const gains = (await findRuleGains(tx, run, groups, properties, chosen)).filter(
    ({ line }) => !lines.has(line),
  );
  if (gains.length === 0) return null;
  const into = groups.filter(({ id }) => gains.some(({ groupId }) => groupId === id));
  return chosenGain(
    into.map(({ name }) => name),
    [...new Set(gains.map(({ line }) => line))].sort((one, other) => one - other),
  );
}
