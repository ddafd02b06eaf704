import "server-only";
import { record } from "@/lib/audit/record";
import { lookUp, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { SecondStepDue } from "@/lib/mfa/due";
import type { ActorOrganization, Person } from "@/lib/permissions/actor";
import { permissionsAmong } from "@/lib/permissions/permissions";
import type { AccessProfile, Role } from "@/lib/permissions/roles";
import { awayFrom } from "@/lib/policies/away";
import type { SignInHours } from "@/lib/policies/hours";
import { endSessions } from "@/lib/sessions/end-sessions";

export type SignedIn = Person & {
  mustChangePassword: boolean;
  /** Set where that is because it was older, at the sign-in, than a password may be. */
  passwordExpired: boolean;
  /** Set where they have to have a second step and have none. */
  secondStepDue: SecondStepDue | null;
  home: ActorOrganization;
};

type SessionActorRow = {
  user_id: string;
  first_name: string;
  last_name: string;
  username: string;
  role: Role;
  access_profile: AccessProfile | null;
  extra_permissions: string[];
  must_change_password: boolean;
  password_expired: boolean;
  seen_long_ago: boolean;
  organization_slug: string;
  organization_name: string;
  organization_managing: boolean;
  allowed_networks: string[];
  sign_in_hours: SignInHours | null;
  export_allowed: boolean;
  due_at: Date | null;
  postponed: boolean | null;
  by_provider: boolean | null;
  own_second_step: boolean | null;
};

const SEEN_AGAIN_AFTER_SECONDS = 60;

/**
 * Reads a session's row with its person, if both are live and the request comes from a network and at an hour at which
 * that person is let in.
 */
export async function readSession(
  organizationId: string,
  sessionId: string,
  ip: string,
): Promise<SignedIn | null> {
  const row = await findRow(organizationId, sessionId);
  if (!row) return null;
  const held = { allowedNetworks: row.allowed_networks, signInHours: row.sign_in_hours };
  if (awayFrom(held, ip, new Date())) return null;
  if (row.seen_long_ago) await touch(organizationId, sessionId);
  return personOf(row, { organizationId, sessionId, ip });
}

async function findRow(organizationId: string, sessionId: string): Promise<SessionActorRow | undefined> {
  if (!isId(organizationId) || !isId(sessionId)) return undefined;
  const [row] = await lookUp<SessionActorRow>(Prisma.sql`
    SELECT *, last_seen_at < now() - make_interval(secs => ${SEEN_AGAIN_AFTER_SECONDS}) AS seen_long_ago
    FROM session_actor(${organizationId}::uuid, ${sessionId}::uuid)
    LEFT JOIN second_step_due(${organizationId}::uuid, ${sessionId}::uuid) ON true
    LEFT JOIN session_by_provider(${organizationId}::uuid, ${sessionId}::uuid) ON true`);
  return row;
}

const personOf = (
  row: SessionActorRow,
  session: { organizationId: string; sessionId: string; ip: string },
): SignedIn => ({
  userId: row.user_id,
  ...session,
  name: `${row.first_name} ${row.last_name}`,
  username: row.username,
  role: row.role,
  accessProfile: row.access_profile,
  extra: permissionsAmong(row.extra_permissions),
  exportAllowed: row.export_allowed,
  // Whom their own provider vouches for has come in by no password, and perhaps by more than one step there.
  mustChangePassword: !row.by_provider && (row.must_change_password || row.password_expired),
  passwordExpired: !row.by_provider && row.password_expired && !row.must_change_password,
  secondStepDue:
    row.due_at && (!row.by_provider || row.own_second_step)
      ? { at: row.due_at, postponed: row.postponed === true }
      : null,
  home: {
    id: session.organizationId,
    slug: row.organization_slug,
    name: row.organization_name,
    managing: row.organization_managing,
  },
});

async function touch(organizationId: string, id: string): Promise<void> {
  await withOrganization(organizationId, (tx) =>
    tx.session.updateMany({ where: { organizationId, id, endedAt: null }, data: { lastSeenAt: new Date() } }),
  );
}

/** Ends a session: its cookie is worth nothing from the next request on. Signing out is for every network. */
export async function endSession(organizationId: string, sessionId: string): Promise<void> {
  const row = await findRow(organizationId, sessionId);
  if (!row) return;
  const person = personOf(row, { organizationId, sessionId, ip: "" });
  await withOrganization(organizationId, async (tx) => {
    if ((await endSessions(tx, { organizationId, id: sessionId })) === 0) return;
    const subject = { type: "session" as const, id: sessionId, name: person.username };
    await record(tx, organizationId, person, "session.ended", subject);
  });
}
