import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { forget, kept } from "@/lib/kept";

/** The imports that wait for somebody to approve them: how many, and the one that has waited longest. */
export type Waiting = { count: number; first: { id: string; fileName: string; by: string } | null };

/** The same for some seconds, unless this process has heard of a change. */
export const waitingIn = (organizationId: string): Promise<Waiting> =>
  kept("waiting", organizationId, () => readWaiting(organizationId));

/** To be called once a change of an import is committed. */
export const forgetWaiting = (organizationId: string): void => forget("waiting", organizationId);

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
