import "server-only";

type Kept<T> = { until: number; value: Promise<T> };

const KEPT_MS = 10_000;
const ORGANIZATIONS_MAX = 1000;

// Every page shows them. Pages and the routes that change them may be bundles of their own.
const held = globalThis as { rollcallKept?: Map<string, Map<string, Kept<unknown>>> };

/**
 * What every page of an organization shows, read once and the same for some seconds, unless this process has heard of a
 * change: each page would ask the database once more. Nothing may be decided by it.
 * @param name what is kept, of which there is one an organization
 */
export function kept<T>(name: string, organizationId: string, read: () => Promise<T>): Promise<T> {
  const all = keptOf(name);
  const now = performance.now();
  const found = all.get(organizationId) as Kept<T> | undefined;
  if (found && now < found.until) return found.value;
  if (all.size >= ORGANIZATIONS_MAX) all.clear();
  const value = read();
  all.set(organizationId, { until: now + KEPT_MS, value });
  value.catch(() => forget(name, organizationId));
  return value;
}

/** To be called once a change is committed. */
export function forget(name: string, organizationId: string): void {
  keptOf(name).delete(organizationId);
}

function keptOf(name: string): Map<string, Kept<unknown>> {
  held.rollcallKept ??= new Map();
  const all = held.rollcallKept.get(name) ?? new Map<string, Kept<unknown>>();
  held.rollcallKept.set(name, all);
  return all;
}
