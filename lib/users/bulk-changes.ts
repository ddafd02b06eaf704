import "server-only";
import type { AuditAction } from "@/lib/audit/actions";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Permission } from "@/lib/permissions/permissions";
import type { Role } from "@/lib/permissions/roles";
import { RESTORE_DAYS } from "@/lib/users/status";
import { UNDO_PERMISSIONS } from "@/lib/users/undo/kinds";

/** What can be done to one or many people at once. */
export type BulkChange =
  | { kind: "suspend" | "reactivate" | "remove" | "restore" }
  | { kind: "changeRole"; role: Role };

/** A change as parts of one statement over the row `old`. */
export type ChangeParts = {
  permission: Permission;
  action: AuditAction;
  /** Of the chosen, those whom the change makes a difference to. */
  applies: Prisma.Sql;
  set: Prisma.Sql;
  /** The event's before and after, as jsonb. */
  changes: Prisma.Sql;
  endsSessions?: boolean;
  /** Whether values that nobody else may have are given up or taken by it. */
  holdsValues?: boolean;
  /** Whether seats of services are freed by it, or given back. */
  movesSeats?: "in" | "out";
  /** Links that are open were given to whoever the person was before. */
  endsLinks?: boolean;
};

/** The parts of the statement that carries a change out. */
export function partsOf(change: BulkChange): ChangeParts {
  const parts = change.kind === "changeRole" ? roleChange(change.role) : PARTS[change.kind];
  return { ...parts, permission: UNDO_PERMISSIONS[change.kind] };
}

type Parts = Omit<ChangeParts, "permission">;

const LIVE = Prisma.sql`old.removed_at IS NULL`;

const PARTS: Record<Exclude<BulkChange["kind"], "changeRole">, Parts> = {
  suspend: {
    action: "user.suspended",
    applies: Prisma.sql`${LIVE} AND old.suspended_at IS NULL AND old.legacy_status IS NULL`,
    set: Prisma.sql`suspended_at = now()`,
    changes: Prisma.sql`'{"before": {"suspended": false}, "after": {"suspended": true}}'::jsonb`,
    endsSessions: true,
  },
  reactivate: {
    action: "user.reactivated",
    applies: Prisma.sql`${LIVE} AND (old.suspended_at IS NOT NULL OR old.locked_until > now())`,
    set: Prisma.sql`suspended_at = NULL, locked_until = NULL, failed_sign_ins = 0`,
    changes: Prisma.sql`jsonb_build_object(
      'before', jsonb_build_object('suspended', old.suspended_at IS NOT NULL, 'locked', coalesce(old.locked_until > now(), false)),
      'after', jsonb_build_object('suspended', false, 'locked', false))`,
  },
  remove: {
    action: "user.removed",
    applies: LIVE,
    set: Prisma.sql`removed_at = now()`,
    changes: Prisma.sql`'{"before": {"removed": false}, "after": {"removed": true}}'::jsonb`,
    holdsValues: true,
    movesSeats: "out",
    endsSessions: true,
    endsLinks: true,
  },
  restore: {
    action: "user.restored",
    applies: Prisma.sql`old.removed_at > now() - make_interval(days => ${RESTORE_DAYS})`,
    set: Prisma.sql`removed_at = NULL`,
    movesSeats: "in",
    changes: Prisma.sql`'{"before": {"removed": true}, "after": {"removed": false}}'::jsonb`,
    holdsValues: true,
  },
};

const roleChange = (role: Role): Parts => ({
  action: "user.roleChanged",
  applies: Prisma.sql`${LIVE} AND old.role <> ${role}`,
  set: Prisma.sql`role = ${role}`,
  changes: Prisma.sql`jsonb_build_object('before', jsonb_build_object('role', old.role),
    'after', jsonb_build_object('role', ${role}::text))`,
  endsLinks: true,
});
