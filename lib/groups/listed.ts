/** A group as a list of people names it. */
export type ListedGroup = { name: string; byRule: boolean };

/** How many of somebody's groups a row of the list names. */
export const GROUPS_SHOWN_MAX = 6;

/** Somebody's groups in the order given, those by rule marked as such, and how many more there are beyond `most`. */
export function groupsInWords(groups: readonly ListedGroup[] = [], most = Number.POSITIVE_INFINITY): string {
  const names = groups.map(({ name, byRule }) => (byRule ? `${name} (by rule)` : name));
  // One more takes no more room than to say so.
  if (names.length <= most + 1) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}
