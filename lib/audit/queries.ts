import "server-only";
import { ALL_AUDIT_ACTIONS, type AuditAction } from "@/lib/audit/actions";
import type { Changes } from "@/lib/audit/changes";
import { withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";

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

/** Reads the page's filter from an address. What makes no sense there counts as absent. */
export function readAuditFilter(params: Record<string, string | string[] | undefined>): AuditFilter {
  const text = (name: string) =>
    typeof params[name] === "string" ? (params[name] as string).replaceAll("\0", "") : "";
  const day = (name: string) =>
    DAY.test(text(name)) && !Number.isNaN(Date.parse(text(name))) ? text(name) : null;
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
  if (!can(actor, "audit.read")) throw new Error("A query was made without audit.read.");
  const { id: organizationId } = actor.organization;
  const found = await withOrganization(organizationId, (tx) =>
    tx.auditEvent.findMany({
      where: whereOf(organizationId, filter, before),
      orderBy: { id: "desc" },
      take: PAGE_SIZE + 1,
    }),
  );
  const rows = found.slice(0, PAGE_SIZE).map(({ actorOrganizationId, ...event }) => ({
    ...event,
    action: event.action as AuditAction,
    changes: event.changes as Changes,
    fromAnotherOrganization: actorOrganizationId !== null && actorOrganizationId !== organizationId,
  }));
  return { rows, older: found.length > PAGE_SIZE ? (rows.at(-1)?.id ?? null) : null };
}

function whereOf(
  organizationId: string,
  filter: AuditFilter,
  before: string | null,
): Prisma.AuditEventWhereInput {
  // Prisma hands the text to LIKE as it is.
  const literally = filter.search.replace(/[\\%_]/g, "\\$&");
  const contains = { contains: literally, mode: Prisma.QueryMode.insensitive };
  const occurredAt = {
    ...(filter.from ? { gte: new Date(`${filter.from}T00:00:00Z`) } : {}),
    ...(filter.to ? { lte: new Date(`${filter.to}T23:59:59.999Z`) } : {}),
  };
  return {
    organizationId,
    occurredAt,
    ...(before && isId(before) ? { id: { lt: before } } : {}),
    ...(filter.action ? { action: filter.action } : {}),
    ...(filter.subjectId ? { subjectId: filter.subjectId } : {}),
    ...(filter.search ? { OR: [{ actorName: contains }, { subjectName: contains }] } : {}),
  };
}
