import "server-only";
import { record } from "@/lib/audit/record";
import { lookUp, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { ActorOrganization, Person } from "@/lib/permissions/actor";
import type { AccessProfile, Role } from "@/lib/permissions/roles";

export type SignedIn = Person & { mustChangePassword: boolean; home: ActorOrganization };

type SessionActorRow = {
  user_id: string;
  first_name: string;
  last_name: string;
  username: string;
  role: Role;
  access_profile: AccessProfile | null;
  must_change_password: boolean;
  seen_long_ago: boolean;
  organization_slug: string;
  organization_name: string;
  organization_managing: boolean;
};

/** How long somebody stays signed in: the row's end and the cookie's. */
export const SESSION_SECONDS_MAX = 12 * 3600;

const SEEN_AGAIN_AFTER_SECONDS = 60;

/** Reads a session's row with its person, if both are live. */
export async function readSession(
  organizationId: string,
  sessionId: string,
  ip: string,
): Promise<SignedIn | null> {
  if (!isId(organizationId) || !isId(sessionId)) return null;
  const rows = await lookUp<SessionActorRow>(Prisma.sql`
    SELECT *, last_seen_at < now() - make_interval(secs => ${SEEN_AGAIN_AFTER_SECONDS}) AS seen_long_ago
    FROM session_actor(${organizationId}::uuid, ${sessionId}::uuid)`);
  const row = rows[0];
  if (!row) return null;
  if (row.seen_long_ago) await touch(organizationId, sessionId);
  return {
    userId: row.user_id,
    organizationId,
    sessionId,
    name: `${row.first_name} ${row.last_name}`,
    username: row.username,
    role: row.role,
    accessProfile: row.access_profile,
    ip,
    mustChangePassword: row.must_change_password,
    home: {
      id: organizationId,
      slug: row.organization_slug,
      name: row.organization_name,
      managing: row.organization_managing,
    },
  };
}

async function touch(organizationId: string, id: string): Promise<void> {
  await withOrganization(organizationId, (tx) =>
    tx.session.updateMany({ where: { organizationId, id, endedAt: null }, data: { lastSeenAt: new Date() } }),
  );
}

/** Ends a session: its cookie is worth nothing from the next request on. */
export async function endSession(organizationId: string, sessionId: string): Promise<void> {
  const person = await readSession(organizationId, sessionId, "");
  if (!person) return;
  await withOrganization(organizationId, async (tx) => {
    const ended = await tx.session.updateMany({
      where: { organizationId, id: sessionId, endedAt: null },
      data: { endedAt: new Date() },
    });
    if (ended.count === 0) return;
    const subject = { type: "session" as const, id: sessionId, name: person.username };
    await record(tx, organizationId, person, "session.ended", subject);
  });
}
