import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { RowField } from "@/lib/imports/columns/column-field";
import { labelOfColumn } from "@/lib/imports/columns/column-field";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import type { Role } from "@/lib/permissions/roles";
import { userProperties } from "@/lib/properties/queries";
import type { Choice, Kind, RunCounts, RunState } from "@/lib/sync/kinds";
import { countLeavers } from "@/lib/sync/run/leavers";

export type ConnectionListed = {
  id: string;
  kind: Kind;
  name: string;
  madeBy: string;
  people: number;
  testProblem: string | null;
  isTested: boolean;
  isImported: boolean;
  nextRunAt: Date | null;
  pausedBecause: string | null;
  lastRun: { state: RunState; begunAt: Date; leaving: number } | null;
};

/** The directories that people are brought over from. */
export function listConnections(actor: Actor): Promise<ConnectionListed[]> {
  demand(actor, "connections.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const found = await tx.syncConnection.findMany({
      where: { organizationId },
      include: {
        runs: { orderBy: [{ begunAt: "desc" }, { id: "desc" }], take: 1 },
        _count: { select: { people: { where: { userId: { not: null } } } } },
      },
      orderBy: { name: "asc" },
    });
    return found.map(({ runs: [last], _count, ...each }) => ({
      id: each.id,
      kind: each.kind as Kind,
      name: each.name,
      madeBy: storedName(each.madeBy) ?? "",
      people: _count.people,
      testProblem: each.testProblem,
      isTested: each.testedAt !== null,
      isImported: each.importedAt !== null,
      nextRunAt: each.nextRunAt,
      pausedBecause: each.pausedBecause,
      lastRun: last ? { state: last.state as RunState, begunAt: last.begunAt, leaving: last.leaving } : null,
    }));
  });
}

export type RunListed = {
  id: string;
  state: RunState;
  begunAt: Date;
  askedBy: string | null;
  importId: string | null;
  counts: RunCounts;
  notes: string[];
  leaving: number;
};

export type GroupListed = {
  id: string;
  name: string;
  inScope: boolean;
  role: Role | null;
  groupId: string | null;
  isGone: boolean;
  members: number;
};

export type ConflictListed = {
  userId: string;
  name: string;
  field: string;
  here: string;
  there: string;
  kept: "here" | "there";
  hereBy: string;
  at: Date;
};

export type ConnectionShown = ConnectionListed & {
  version: number;
  /** Without the secret, which nobody sees again. */
  settings: Record<string, string>;
  choice: Choice;
  testedAt: Date | null;
  runs: RunListed[];
  groups: GroupListed[];
  conflicts: ConflictListed[];
  issues: { name: string; issue: string }[];
  /** The groups here that those of the directory may be mapped to: those without a rule. */
  ownGroups: { value: string; label: string }[];
  fields: { value: RowField; label: string }[];
};

const RUNS_SHOWN = 15;
const LISTED_MAX = 100;

/** A directory with its runs, groups, and all that somebody should look at; null when there is none of that id. */
export async function findConnection(actor: Actor, connectionId: string): Promise<ConnectionShown | null> {
  demand(actor, "connections.read");
  if (!isId(connectionId)) return null;
  const { id: organizationId } = actor.organization;
  const listed = (await listConnections(actor)).find(({ id }) => id === connectionId);
  if (!listed) return null;
  return withOrganization(organizationId, async (tx) => {
    const where = { organizationId, connectionId };
    const found = await tx.syncConnection.findUniqueOrThrow({
      where: { organizationId_id: { organizationId, id: connectionId } },
      omit: { secret: true },
    });
    const runs = await tx.syncRun.findMany({
      where,
      orderBy: [{ begunAt: "desc" }, { id: "desc" }],
      take: RUNS_SHOWN,
    });
    const properties = await userProperties(tx, organizationId);
    const groups = await tx.$queryRaw<GroupListed[]>`
      SELECT g.source_id AS id, g.name, g.in_scope AS "inScope", g.role, g.group_id::text AS "groupId", g.is_gone AS "isGone",
        (SELECT count(*) FROM sync_members m WHERE m.organization_id = g.organization_id
          AND m.connection_id = g.connection_id AND m.group_id = g.source_id)::int AS members
      FROM sync_groups g WHERE g.organization_id = ${organizationId}::uuid AND g.connection_id = ${connectionId}::uuid
      ORDER BY g.name, g.source_id`;
    const conflicts = await tx.$queryRaw<ConflictListed[]>`
      SELECT c.user_id::text AS "userId", u.first_name || ' ' || u.last_name AS name, c.field, c.here, c.there, c.kept,
        c.here_by AS "hereBy", c.at
      FROM sync_conflicts c JOIN users u ON u.organization_id = c.organization_id AND u.id = c.user_id AND u.removed_at IS NULL
      WHERE c.organization_id = ${organizationId}::uuid AND c.connection_id = ${connectionId}::uuid
      ORDER BY c.at DESC, u.id, c.field LIMIT ${LISTED_MAX}`;
    const issues = await tx.$queryRaw<{ name: string; issue: string }[]>`
      SELECT coalesce(nullif(attributes ->> 'displayName', ''), nullif(attributes ->> 'userPrincipalName', ''),
        nullif(attributes ->> 'cn', ''), source_id) AS name, issue FROM sync_people
      WHERE organization_id = ${organizationId}::uuid AND connection_id = ${connectionId}::uuid AND issue IS NOT NULL
      ORDER BY 1 LIMIT ${LISTED_MAX}`;
    const own = await tx.group.findMany({
      where: { organizationId },
      select: { id: true, name: true, rule: true },
      orderBy: { name: "asc" },
    });
    return {
      ...listed,
      version: found.version,
      settings: found.settings as Record<string, string>,
      choice: found.choice as unknown as Choice,
      testedAt: found.testedAt,
      runs: runs.map((run) => ({
        id: run.id,
        state: run.state as RunState,
        begunAt: run.begunAt,
        askedBy: storedName(run.askedBy),
        importId: run.importId,
        counts: run.counts as RunCounts,
        notes: run.notes,
        leaving: run.leaving,
      })),
      groups,
      conflicts: conflicts.map((each) => ({
        ...each,
        field: labelOfColumn(each.field as RowField, properties),
      })),
      issues,
      ownGroups: own.filter(({ rule }) => rule === null).map(({ id, name }) => ({ value: id, label: name })),
      fields: [
        ...PLAIN_FIELDS.map((value) => ({ value, label: labelOfColumn(value) })),
        ...properties.map(({ id, name }) => ({ value: `property.${id}` as RowField, label: name })),
      ],
    };
  });
}

const PLAIN_FIELDS = [
  "firstName",
  "lastName",
  "username",
  "accessEmail",
  "otherEmail",
  "mobilePhone",
  "businessPhone",
  "company",
  "customerCode",
  "udid",
] as const;

const NAMED_MAX = 12;

/** The first of those whom the run that waits would suspend, by their names. */
export function findLeaving(actor: Actor, connectionId: string): Promise<string[]> {
  demand(actor, "connections.read");
  const { id: organizationId } = actor.organization;
  if (!isId(connectionId)) return Promise.resolve([]);
  return withOrganization(organizationId, async (tx) => {
    const connection = await tx.syncConnection.findUnique({
      where: { organizationId_id: { organizationId, id: connectionId } },
    });
    if (!connection) return [];
    const choice = connection.choice as unknown as Choice;
    const scope = { organizationId, connectionId, connection: { ...connection, choice }, at: new Date() };
    const { leaving } = await countLeavers(tx, scope);
    const people = await tx.user.findMany({
      where: { organizationId, id: { in: leaving.slice(0, NAMED_MAX) } },
      select: { firstName: true, lastName: true },
    });
    return people.map(({ firstName, lastName }) => `${firstName} ${lastName}`);
  });
}
