type Node = { id: string; name: string; managedBy: string | null };

/** An organization in its place: how deep it stands, and the names above it, the topmost first. */
export type Placed<Organization> = Organization & { depth: number; above: string[] };

/**
 * Puts organizations in the order of their tree: each followed by those right below it, in the order in which they come.
 * One whose manager is not among them stands at the top.
 */
export function inTree<Organization extends Node>(
  organizations: readonly Organization[],
): Placed<Organization>[] {
  const ids = new Set(organizations.map(({ id }) => id));
  const below = new Map<string | null, Organization[]>();
  for (const organization of organizations) {
    const { managedBy } = organization;
    const parent = managedBy !== null && ids.has(managedBy) ? managedBy : null;
    below.set(parent, [...(below.get(parent) ?? []), organization]);
  }
  const placed: Placed<Organization>[] = [];
  const waiting = (below.get(null) ?? [])
    .map((each) => ({ ...each, depth: 0, above: [] as string[] }))
    .reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    placed.push(next);
    const { depth, above, name } = next;
    const children = (below.get(next.id) ?? []).map((each) => ({
      ...each,
      depth: depth + 1,
      above: [...above, name],
    }));
    waiting.push(...children.reverse());
  }
  return placed;
}

/** Those whose name or address holds a text. */
export function searchOrganizations<Organization extends { name: string; slug: string }>(
  organizations: readonly Organization[],
  search: string,
): Organization[] {
  const folded = fold(search.trim());
  return organizations.filter(({ name, slug }) => fold(name).includes(folded) || slug.includes(folded));
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
