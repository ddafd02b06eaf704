import type { Resource } from "@/lib/scim/attribute";

/** A column of a person that stands as one of several values in SCIM. */
export type Slot = { of: string; value: string | null; type: string; isPrimary?: boolean };

/**
 * A value as it is kept beside a person's row: as it came and, where it is a column's, which one and what the column read
 * from it. As long as the column still holds that, the value is shown as it came.
 */
type Kept = Resource & { $of?: string; $read?: string };

/** The values that a person has: those that came, as the columns have them by now, and columns that none of them tells of. */
export function mergeValues(kept: readonly Kept[] | undefined, slots: readonly Slot[]): Resource[] {
  const came = (kept ?? []).flatMap(({ $of, $read, ...each }): Resource[] => {
    if ($of === undefined) return [each];
    const value = slots.find(({ of }) => of === $of)?.value ?? null;
    if (value === null) return [];
    return [value === $read ? each : { ...each, value }];
  });
  const others = slots.filter(({ of, value }) => value !== null && !kept?.some(({ $of }) => $of === of));
  return [
    ...came,
    ...others.map(({ value, type, isPrimary }) => ({ value, type, ...(isPrimary ? { primary: true } : {}) })),
  ];
}

/** What has to be kept so that values come back as they came; undefined where the columns alone tell them. */
export function keptValues(
  given: readonly Resource[],
  slots: readonly Slot[],
  slotOf: ReadonlyMap<Resource, string>,
): Kept[] | undefined {
  if (JSON.stringify(mergeValues(undefined, slots)) === JSON.stringify(given)) return undefined;
  return given.map((each) => {
    const of = slotOf.get(each);
    const read = slots.find((slot) => slot.of === of)?.value;
    return of !== undefined && read ? { ...each, $of: of, $read: read } : each;
  });
}
