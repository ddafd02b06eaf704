import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";

/** The imports that wait for somebody to approve them: how many, and the one that has waited longest. */
export type Waiting = { count: number; first: { id: string; fileName: string; by: string } | null };

type Kept = { until: number; waiting: Promise<Waiting> };

const KEPT_MS = 10_000;
const ORGANIZATIONS_MAX = 1000;

// Every page shows the number. Pages and the routes that change it may be bundles of their own.
const held = globalThis as { rollcallWaiting?: Map<string, Kept> };

/** The same for some seconds, unless this process has heard of a change: each page would ask the database once more. */
export function waitingIn(organizationId: string): Promise<Waiting> {
  held.rollcallWaiting ??= new Map();
  const kept = held.rollcallWaiting.get(organizationId);
  const now = performance.now();
  if (kept && now < kept.until) return kept.waiting;
  if (held.rollcallWaiting.size >= ORGANIZATIONS_MAX) held.rollcallWaiting.clear();
  const waiting = readWaiting(organizationId);
  held.rollcallWaiting.set(organizationId, { until: now + KEPT_MS, waiting });
  waiting.catch(() => forgetWaiting(organizationId));
  return waiting;
}

/** To be called once a change of an import is committed. */
export function forgetWaiting(organizationId: string): void {
  held.rollcallWaiting?.delete(organizationId);
}

async function readWaiting(organizationId: string): Promise<Waiting> {
  const [found] = await readRows<{ id: string; file_name: string; handed_in_by: unknown; count: number }>(
    organizationId,
    Prisma.sql`
      SELECT id, file_name, handed_in_by, (count(*) OVER ())::int AS count FROM imports
      WHERE organization_id = ${organizationId}::uuid AND handed_in_at IS NOT NULL AND state = 'review'
      ORDER BY handed_in_at, id LIMIT 1`,
  );
  if (!found) return { count: 0, first: null };
  const { id, file_name: fileName, handed_in_by: by, count } = found;
  return { count, first: { id, fileName, by: storedName(by) ?? "Somebody" } };
}
