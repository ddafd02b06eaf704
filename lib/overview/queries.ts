import "server-only";
import { readRows, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { lastDays } from "@/lib/overview/days";
import {
  countsByDay,
  DAILY,
  type Daily,
  type FigureRow,
  type Invitations,
  invitationsOf,
  type ManagedFigures,
  type People,
  peopleOf,
} from "@/lib/overview/figures";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";

/** What an organization comes to at this moment, as far as the actor may see it; null is what they may not. */
export type Overview = {
  people: People;
  /** The days of the charts in UTC, the oldest first. */
  days: string[];
  /** How often each was written down on each of the days. */
  daily: Record<Daily, number[]> | null;
  invitations: Invitations | null;
  /** How many there are, and how many of them wait for approval. */
  imports: { all: number; waiting: number } | null;
};

/** The figures of the actor's organization, in one statement. */
export async function readOverview(actor: Actor, now = new Date()): Promise<Overview> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  const days = lastDays(now);
  const rows = await readRows<FigureRow>(organizationId, figuresSql(organizationId, days[0] ?? ""));
  const countOf = (figure: string) => Number(rows.find((row) => row.figure === figure)?.total ?? 0);
  return {
    people: peopleOf(rows),
    days,
    daily: can(actor, "audit.read") ? dailyOf(rows, days) : null,
    invitations: can(actor, "messages.read") ? invitationsOf(rows) : null,
    imports: can(actor, "users.import.read")
      ? { all: countOf("imports.all"), waiting: countOf("imports.waiting") }
      : null,
  };
}

const figuresSql = (organizationId: string, since: string) => Prisma.sql`
  SELECT figure, NULL::timestamptz AS day, sum(change) AS total FROM figure_changes
  WHERE organization_id = ${organizationId}::uuid AND figure >= 'message.' AND figure < 'people/' AND moment <= now()
  GROUP BY figure
  UNION ALL
  SELECT figure, moment, sum(change) FROM figure_changes
  WHERE organization_id = ${organizationId}::uuid AND figure = ANY(${DAILY.map((daily) => `event.${daily}`)})
    AND moment >= ${`${since}T00:00:00Z`}::timestamptz
  GROUP BY figure, moment
  UNION ALL
  SELECT figure, NULL, count(*) FROM imports CROSS JOIN LATERAL (VALUES ('imports.all', true),
    ('imports.waiting', state = 'review' AND handed_in_at IS NOT NULL)) AS each (figure, counts)
  WHERE organization_id = ${organizationId}::uuid AND counts GROUP BY figure`;

const dailyOf = (rows: readonly FigureRow[], days: readonly string[]) =>
  Object.fromEntries(DAILY.map((daily) => [daily, countsByDay(rows, daily, days)])) as Record<
    Daily,
    number[]
  >;

export type ManagedOverview = {
  days: string[];
  /** Of all of them together. */
  people: People;
  invitations: Invitations;
  daily: Record<Daily, number[]>;
  byOrganization: Map<string, ManagedFigures>;
};

type ManagedRow = FigureRow & { organization_id: string | null };

/** The figures of all that the actor's own organization manages, itself included, and of each of them. */
export async function readManagedOverview(actor: Actor, now = new Date()): Promise<ManagedOverview> {
  demand(actor, "organizations.read");
  const days = lastDays(now);
  const since = `${days[0]}T00:00:00Z`;
  // Compiling the statement anew for each page would take longer than it does.
  const rows = await withOrganization(actor.organizationId, async (tx) => {
    await tx.$executeRaw`SET LOCAL jit = off`;
    return tx.$queryRaw<ManagedRow[]>`
      SELECT organization_id::text, figure, day, total::float8 AS total FROM managed_overview(${since}::timestamptz)`;
  });
  return {
    days,
    people: peopleOf(rows),
    invitations: invitationsOf(rows),
    daily: dailyOf(rows, days),
    byOrganization: new Map(Array.from(grouped(rows), ([id, own]) => [id, figuresOf(own)])),
  };
}

/** The rows of each organization; those of a day are of all of them together. */
function grouped(rows: readonly ManagedRow[]): Map<string, ManagedRow[]> {
  const groups = new Map<string, ManagedRow[]>();
  for (const row of rows) {
    if (row.organization_id === null) continue;
    const group = groups.get(row.organization_id);
    if (group) group.push(row);
    else groups.set(row.organization_id, [row]);
  }
  return groups;
}

const figuresOf = (rows: readonly FigureRow[]): ManagedFigures => ({
  people: peopleOf(rows),
  invitations: invitationsOf(rows),
  daily: Object.fromEntries(
    DAILY.map((daily) => [daily, Number(rows.find(({ figure }) => figure === `event.${daily}`)?.total ?? 0)]),
  ) as Record<Daily, number>,
});
