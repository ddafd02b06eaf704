import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";
import { hasExactly } from "@/lib/grants/chosen-and-old";
import type { GivenPolicy } from "@/lib/policies/bulk-commands";
import type { Undoable } from "@/lib/users/undo/kinds";

const LIVE = Prisma.sql`u.removed_at IS NULL`;
const TURN = Prisma.sql`coalesce(p.changed_at, c.made_at)`;

/**
 * Whether somebody is still as a change left them, as a condition on people `u`, what is kept of them `p`, and the change
 * `c`. What the change wrote bears the moment of their turn.
 */
export function stillSql(change: Undoable): Prisma.Sql {
  switch (change.kind) {
    case "suspend":
      return Prisma.sql`${LIVE} AND u.suspended_at = ${TURN}`;
    case "reactivate":
      return Prisma.sql`${LIVE} AND u.suspended_at IS NULL AND (p.was ->> 'suspended')::boolean`;
    case "remove":
      return Prisma.sql`u.removed_at = ${TURN}`;
    case "restore":
      return LIVE;
    case "changeRole":
      return Prisma.sql`${LIVE} AND u.role = ${change.role}`;
    case "giveRights":
      return Prisma.sql`${LIVE} AND ${hasExactly(change.grants)}`;
    case "sayPolicy":
      return Prisma.sql`${LIVE} AND ${saysSql(change.policy)}`;
    case "setProperty":
      return Prisma.sql`${LIVE} AND coalesce(u.properties ->> ${change.propertyId}::text, '') = ${change.value}`;
    case "joinGroup":
      return Prisma.sql`${LIVE} AND EXISTS (${memberOf(change.groupId)} AND m.added_at = ${TURN})`;
    case "leaveGroup":
      return Prisma.sql`${LIVE} AND NOT EXISTS (${memberOf(change.groupId)})`;
    case "assignService":
      return Prisma.sql`${LIVE} AND (EXISTS (${rowOf("seats", change.serviceId)} AND ${TURN} IN (r.assigned_at, r.asked_at))
        OR EXISTS (${rowOf("seat_waits", change.serviceId)} AND r.asked_at = ${TURN}))`;
    case "withdrawService":
      return Prisma.sql`${LIVE} AND NOT EXISTS (${rowOf("seats", change.serviceId)})
        AND NOT EXISTS (${rowOf("seat_waits", change.serviceId)})`;
  }
}

const memberOf = (groupId: string) => Prisma.sql`SELECT FROM group_members m
  WHERE m.organization_id = u.organization_id AND m.group_id = ${groupId}::uuid AND m.user_id = u.id`;

const rowOf = (table: "seats" | "seat_waits", serviceId: string) => Prisma.sql`
  SELECT FROM ${Prisma.raw(table)} r WHERE r.organization_id = u.organization_id
    AND r.service_id = ${serviceId}::uuid AND r.user_id = u.id`;

const saysSql = ({ key, value, isInherited }: GivenPolicy) =>
  isInherited
    ? Prisma.sql`NOT u.policies ? ${key}::text`
    : Prisma.sql`u.policies -> ${key}::text -> 'value' = ${JSON.stringify(value)}::jsonb`;
