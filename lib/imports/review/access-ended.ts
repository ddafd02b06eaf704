import type { ReviewRow } from "@/lib/imports/row-queries";

type Row = Pick<ReviewRow, "fate" | "selected" | "values" | "changes">;

/**
 * The day on which the access of a row's person has ended already, so that they are expired as soon as the row is
 * imported; null where it has not, and where the import does not set it. Days as in `2026-12-31`; access ends with them.
 */
export function endedAccess({ fate, selected, values, changes }: Row, today: string): string | null {
  if (!selected) return null;
  const day =
    fate === "create" ? values.accessEndsAt : fate === "update" ? changes?.after.accessEndsAt : null;
  return day && day < today ? day : null;
}

/** The day that it is at a moment, in UTC, in which access ends. */
export const dayOf = (now: Date): string => now.toISOString().slice(0, 10);
