import "server-only";
import type { AuditAction } from "@/lib/audit/actions";
import { actorColumns } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { canGive, rolesToGive } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { ACCESS_PROFILES, ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { fail, ok, type Result } from "@/lib/result";
import { hasActiveAdmin, lockAdmins } from "@/lib/users/admins";
import { lastAdmin } from "@/lib/users/commands";
import type { UserFilter } from "@/lib/users/list";
import { RESTORE_DAYS, usersWhere } from "@/lib/users/where";

/** Whom a bulk change is for: people by id, or all that match a filter. */
export type Selection = { ids: string[] } | { filter: UserFilter };

/** How many were changed, and how many of the chosen were not, because they were so already or stand above the actor. */
export type BulkResult = { changed: number; left: number };

type Change = {
  permission: Permission;
  action: AuditAction;
  /** Of the chosen, those whom the change makes a difference to. */
  applies: Prisma.Sql;
  set: Prisma.Sql;
  /** The event's before and after, as jsonb over the row `old`. */
  changes: Prisma.Sql;
  endsSessions?: boolean;
};

const LIVE = Prisma.sql`old.removed_at IS NULL`;

const SUSPENSION: Change = {
  permission: "users.suspend",
  action: "user.suspended",
  applies: Prisma.sql`${LIVE} AND old.suspended_at IS NULL AND old.legacy_status IS NULL`,
  set: Prisma.sql`suspended_at = now()`,
  changes: Prisma.sql`'{"before": {"suspended": false}, "after": {"suspended": true}}'::jsonb`,
  endsSessions: true,
};

const REACTIVATION: Change = {
  permission: "users.suspend",
  action: "user.reactivated",
  applies: Prisma.sql`${LIVE} AND (old.suspended_at IS NOT NULL OR old.locked_until > now())`,
  set: Prisma.sql`suspended_at = NULL, locked_until = NULL, failed_sign_ins = 0`,
  changes: Prisma.sql`jsonb_build_object(
    'before', jsonb_build_object('suspended', old.suspended_at IS NOT NULL, 'locked', coalesce(old.locked_until > now(), false)),
    'after', jsonb_build_object('suspended', false, 'locked', false))`,
};

const REMOVAL: Change = {
  permission: "users.remove",
  action: "user.removed",
  applies: LIVE,
  set: Prisma.sql`removed_at = now()`,
  changes: Prisma.sql`'{"before": {"removed": false}, "after": {"removed": true}}'::jsonb`,
  endsSessions: true,
};

const RESTORATION: Change = {
  permission: "users.remove",
  action: "user.restored",
  applies: Prisma.sql`old.removed_at > now() - make_interval(days => ${RESTORE_DAYS})`,
  set: Prisma.sql`removed_at = NULL`,
  changes: Prisma.sql`'{"before": {"removed": true}, "after": {"removed": false}}'::jsonb`,
};

export const suspendUsers = (actor: Actor, selection: Selection) => changeAll(actor, selection, SUSPENSION);
export const reactivateUsers = (actor: Actor, selection: Selection) =>
  changeAll(actor, selection, REACTIVATION);
export const removeUsers = (actor: Actor, selection: Selection) => changeAll(actor, selection, REMOVAL);

/** Takes removals back, within thirty days, unless somebody has the username or customer code by now. */
export async function restoreUsers(actor: Actor, selection: Selection): Promise<Result<BulkResult>> {
  try {
    return await changeAll(actor, selection, RESTORATION);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return fail("conflict", "Somebody else has this username or customer code by now. Rename them first.");
  }
}

/** Gives one role to many. */
export async function changeRoles(
  actor: Actor,
  selection: Selection,
  role: Role,
): Promise<Result<BulkResult>> {
  if (!canGive(actor, role)) return fail("forbidden", `You may not give the role “${ROLE_LABELS[role]}”.`);
  return changeAll(actor, selection, {
    permission: "users.role.update",
    action: "user.roleChanged",
    applies: Prisma.sql`${LIVE} AND old.role <> ${role}`,
    set: Prisma.sql`role = ${role}`,
    changes: Prisma.sql`jsonb_build_object('before', jsonb_build_object('role', old.role),
      'after', jsonb_build_object('role', ${role}::text))`,
  });
}

/** One statement changes everyone and writes an event for each, whether they are one or a hundred thousand. */
function changeAll(actor: Actor, selection: Selection, change: Change): Promise<Result<BulkResult>> {
  return command(actor, change.permission, async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockAdmins(tx, organizationId);
    const hadAdmin = await hasActiveAdmin(tx, organizationId);
    const chosen = chosenSql(organizationId, selection);
    const by = actorColumns(actor);
    const counted = await tx.$queryRaw<{ chosen: number; changed: number }[]>`
      WITH chosen AS MATERIALIZED (SELECT * FROM users WHERE ${chosen}),
      old AS MATERIALIZED (SELECT * FROM chosen AS old WHERE ${change.applies} AND ${reachSql(actor, change)}),
      changed AS (
        UPDATE users SET ${change.set}, version = users.version + 1, updated_at = now() FROM old
        WHERE users.organization_id = old.organization_id AND users.id = old.id RETURNING users.id),
      events AS (
        INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_organization_id, actor_user_id,
          actor_name, subject_type, subject_id, subject_name, changes, ip)
        SELECT old.organization_id, uuid7(), ${change.action}, ${by.actorKind}, ${by.actorOrganizationId}::uuid,
          ${by.actorUserId}::uuid, ${by.actorName}, 'user', old.id, old.username, ${change.changes}, ${by.ip}
        FROM old)
      SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM changed)::int AS changed`;
    if (hadAdmin && !(await hasActiveAdmin(tx, organizationId))) return lastAdmin();
    if (change.endsSessions) await endSessions(tx, organizationId);
    const { chosen: all = 0, changed = 0 } = counted[0] ?? {};
    return ok({ changed, left: all - changed });
  });
}

function chosenSql(organizationId: string, selection: Selection): Prisma.Sql {
  if ("filter" in selection) return usersWhere(organizationId, selection.filter);
  const ids = selection.ids.filter(isId);
  return Prisma.sql`organization_id = ${organizationId}::uuid AND id = ANY(${ids}::uuid[])`;
}

/** Those who hold no right that the actor lacks (the set-based twin of `can`); nobody shuts themselves out. */
function reachSql(actor: Actor, change: Change): Prisma.Sql {
  const oneself = change.endsSessions ? Prisma.sql`AND old.id <> ${actor.userId}::uuid` : Prisma.empty;
  const profiles = ACCESS_PROFILES.filter((profile) => canGive(actor, "user", profile));
  return Prisma.sql`old.role = ANY(${rolesToGive(actor)})
    AND (old.access_profile IS NULL OR old.access_profile = ANY(${profiles})) ${oneself}`;
}

async function endSessions(tx: Transaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE sessions SET ended_at = now() FROM users
    WHERE sessions.organization_id = ${organizationId}::uuid AND sessions.ended_at IS NULL
      AND users.organization_id = sessions.organization_id AND users.id = sessions.user_id
      AND (users.suspended_at IS NOT NULL OR users.removed_at IS NOT NULL)`;
}

function isUniqueViolation(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    /23505|[Uu]nique/.test(`${error.code} ${error.message} ${JSON.stringify(error.meta)}`)
  );
}
