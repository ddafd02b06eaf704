import "server-only";
import { readRows } from "@/lib/db";
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
  SELECT figure, day::timestamptz, sum(total) FROM event_days CROSS JOIN LATERAL (VALUES
    ('event.user.activated', activations), ('event.session.started', sign_ins), ('event.import.committed', imports)
  ) AS each (figure, total)
  WHERE organization_id = ${organizationId}::uuid AND day >= ${since}::date GROUP BY figure, day
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

type ManagedRow = {
  organization_id: string | null;
  /** The sums of an organization, or of one day of all of them together. */
  figures: Record<string, number>;
  day: Date | null;
};

/** The figures of all that the actor's own organization manages, itself included, and of each of them. */
export async function readManagedOverview(actor: Actor, now = new Date()): Promise<ManagedOverview> {
  demand(actor, "organizations.read");
  const days = lastDays(now);
  const rows = await readRows<ManagedRow>(actor.organizationId, managedSql(days[0] ?? ""), {
    compiled: false,
  });
  const byOrganization = new Map<string, ManagedFigures>();
  const all: FigureRow[] = [];
  for (const { organization_id: id, day, figures } of rows) {
    const own = Object.entries(figures).map(([figure, total]) => ({ figure, day, total }));
    if (id) byOrganization.set(id, figuresOf(own));
    all.push(...own);
  }
  return {
    days,
    people: peopleOf(all),
    invitations: invitationsOf(all),
    daily: dailyOf(all, days),
    byOrganization,
  };
}

const managedSql = (since: string) => Prisma.sql`
  SELECT organization_id, day::timestamptz, jsonb_object_agg(figure, total) AS figures
  FROM managed_overview(${since}::date) GROUP BY organization_id, day`;

const figuresOf = (rows: readonly FigureRow[]): ManagedFigures => ({
  people: peopleOf(rows),
  invitations: invitationsOf(rows),
  daily: Object.fromEntries(
    DAILY.map((daily) => [daily, Number(rows.find(({ figure }) => figure === `event.${daily}`)?.total ?? 0)]),
  ) as Record<Daily, number>,
});
