import "server-only";
import type { Transaction } from "@/lib/db";
import { directoryFor, withFreeNames } from "@/lib/imports/directory";
import { type PlannedRow, type PlanOptions, planRows } from "@/lib/imports/plan/plan";
import type { JudgedRow } from "@/lib/imports/rows/judge";
import { withRuleGains } from "@/lib/imports/rule-gains";
import { settlePeople } from "@/lib/imports/settle-people";

/** The plan, and the lines whose keys others in the file have too, selected or not. */
export async function planAll(
  tx: Transaction,
  organizationId: string,
  rows: JudgedRow[],
  options: PlanOptions,
  unselected: ReadonlySet<number>,
): Promise<{ rows: PlannedRow[]; shared: ReadonlySet<number> }> {
  const judged = await settlePeople(tx, organizationId, rows, options.properties);
  const directory = await directoryFor(tx, organizationId, judged, options);
  const all = planRows(judged, directory, options);
  const shared = new Set(
    all.filter(({ issues }) => issues.some(({ code }) => code === "duplicate")).map(({ line }) => line),
  );
  const planned = unselected.size > 0 ? planRows(judged, directory, { ...options, unselected }) : all;
  const judgedByRules = await withRuleGains(tx, organizationId, planned, directory, options);
  return { rows: await withFreeNames(tx, organizationId, judgedByRules), shared };
}
