import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";

/**
 * Whether somebody corrects an organization's invoices: whoever issues them does, and not whoever they are for. Those are the
 * admins of the organization that manages it, and of an organization that nobody manages its own.
 */
export const mayCredit = (actor: Actor): boolean =>
  can(actor, "billing.update") &&
  (actor.organizationId !== actor.organization.id || actor.organization.managing);

type Line = { line: number; amountMinor: bigint };

/** The lines of an invoice that nothing has taken back yet: all of them, or the one that is asked for. */
export function linesToCredit<L extends Line>(
  lines: readonly L[],
  credited: ReadonlySet<number>,
  line: number | null,
): L[] {
  return lines.filter((each) => !credited.has(each.line) && (line === null || each.line === line));
}
