import "server-only";
import { ALL_AUDIT_ACTIONS, type AuditAction } from "@/lib/audit/actions";
import type { Changes } from "@/lib/audit/changes";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

export type AuditFilter = {
  search: string;
  action: AuditAction | null;
  subjectId: string | null;
  /** Days as `YYYY-MM-DD`, UTC, both included. */
  from: string | null;
  to: string | null;
};

export type AuditRow = {
  id: string;
  occurredAt: Date;
  action: AuditAction;
  actorName: string;
  actorKind: string;
  fromAnotherOrganization: boolean;
  subjectType: string;
  subjectId: string | null;
  subjectName: string;
  changes: Changes;
  ip: string | null;
};

export type AuditPage = { rows: AuditRow[]; older: string | null };

const PAGE_SIZE = 50;
const DAY = /^[12]\d{3}-\d{2}-\d{2}$/;

// A day that no calendar has is read as one of the next month.
const isDay = (text: string) =>
  DAY.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** Reads the page's filter from an address. What makes no sense there counts as absent. */
export function readAuditFilter(params: Record<string, string | string[] | undefined>): AuditFilter {
  const text = (name: string) =>
    typeof params[name] === "string" ? (params[name] as string).replaceAll("\0", "") : "";
  const day = (name: string) => (isDay(text(name)) ? text(name) : null);
  return {
    search: text("q").trim().slice(0, 200),
    action: ALL_AUDIT_ACTIONS.find((action) => action === text("action")) ?? null,
    subjectId: isId(text("subject")) ? text("subject") : null,
    from: day("from"),
    to: day("to"),
  };
}

/** Events of the actor's organization, newest first, from before the event `before` on. */
export async function listAuditEvents(
  actor: Actor,
  filter: AuditFilter,
  before: string | null,
): Promise<AuditPage> {
  demand(actor, "audit.read");
  const { id: organizationId } = actor.organization;
  const found = await readRows<FoundEvent>(organizationId, pageSql(organizationId, filter, before));
  const rows = found.slice(0, PAGE_SIZE).map(({ actorOrganizationId, ...event }) => ({
    ...event,
    fromAnotherOrganization: actorOrganizationId !== null && actorOrganizationId !== organizationId,
  }));
  return { rows, older: found.length > PAGE_SIZE ? (rows.at(-1)?.id ?? null) : null };
}

type FoundEvent = Omit<AuditRow, "fromAnotherOrganization"> & { actorOrganizationId: string | null };

function pageSql(organizationId: string, filter: AuditFilter, before: string | null): Prisma.Sql {
  const conditions = [Prisma.sql`organization_id = ${organizationId}::uuid`];
  const and = (condition: Prisma.Sql) => conditions.push(condition);
  if (before && isId(before)) and(Prisma.sql`id < ${before}::uuid`);
  if (filter.action) and(Prisma.sql`action = ${filter.action}`);
  if (filter.subjectId) and(Prisma.sql`subject_id = ${filter.subjectId}::uuid`);
  if (filter.from) and(Prisma.sql`occurred_at >= ${`${filter.from}T00:00:00Z`}::timestamptz`);
  if (filter.to) and(Prisma.sql`occurred_at < ${`${filter.to}T00:00:00Z`}::timestamptz + interval '1 day'`);
  if (filter.search) {
    const pattern = `%${filter.search.replace(/[\\%_]/g, "\\$&")}%`;
    and(Prisma.sql`(actor_name ILIKE ${pattern} OR subject_name ILIKE ${pattern})`);
  }
  return Prisma.sql`
    SELECT id, occurred_at AS "occurredAt", action, actor_name AS "actorName", actor_kind AS "actorKind",
      actor_organization_id AS "actorOrganizationId", subject_type AS "subjectType", subject_id AS "subjectId",
      subject_name AS "subjectName", changes, ip
    FROM audit_events WHERE ${Prisma.join(conditions, " AND ")} ORDER BY id DESC LIMIT ${PAGE_SIZE + 1}`;
}
