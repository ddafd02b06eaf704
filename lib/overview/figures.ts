import { isoDay } from "@/lib/overview/days";
import { STATUSES, type Status } from "@/lib/users/status";

/** What an overview counts by day: each is a kind of audit event, which is the list that it leads to. */
export const DAILY = ["user.activated", "session.started", "import.committed"] as const;
export type Daily = (typeof DAILY)[number];

/** Messages that open an account, and where one of them waits or went wrong. */
export const INVITATION_KINDS = ["invitation", "welcomeQr", "loginDetails"] as const;
export type InvitationKind = (typeof INVITATION_KINDS)[number];
export const INVITATION_STATES = ["queued", "sending", "failed", "bounced"] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

export type People = Record<Status, number>;
export type Invitations = Record<InvitationKind, Record<InvitationState, number>>;

/** What one of the managed organizations comes to. */
export type ManagedFigures = {
  people: People;
  invitations: Invitations;
  /** Of the days shown, together. */
  daily: Record<Daily, number>;
};

/** A figure as the database sums it: `people.active`, `message.invitation.queued`, `event.session.started`. */
export type FigureRow = { figure: string; day: Date | null; total: string | number };

/** People by status; a status that nobody has is 0. */
export function peopleOf(rows: readonly FigureRow[]): People {
  const sums = sumsOf(rows);
  return recordOf(STATUSES, (status) => sums.get(`people.${status}`) ?? 0);
}

/** Invitations by what they are and where they stand. */
export function invitationsOf(rows: readonly FigureRow[]): Invitations {
  const sums = sumsOf(rows);
  return recordOf(INVITATION_KINDS, (kind) =>
    recordOf(INVITATION_STATES, (state) => sums.get(`message.${kind}.${state}`) ?? 0),
  );
}

/** How often something was written down on each of some days. */
export function countsByDay(rows: readonly FigureRow[], daily: Daily, days: readonly string[]): number[] {
  const found = new Map(
    rows.flatMap(({ figure, day, total }) =>
      figure === `event.${daily}` && day ? [[isoDay(day), Number(total)] as const] : [],
    ),
  );
  return days.map((day) => found.get(day) ?? 0);
}

export const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

export const sumOfPeople = (people: People): number => sum(Object.values(people));

/** How many invitations wait, and how many did not arrive. */
export function sumsOfInvitations(invitations: Invitations): { waiting: number; failed: number } {
  const of = (...states: InvitationState[]) =>
    sum(INVITATION_KINDS.flatMap((kind) => states.map((state) => invitations[kind][state])));
  return { waiting: of("queued", "sending"), failed: of("failed", "bounced") };
}

function sumsOf(rows: readonly FigureRow[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { figure, total } of rows) sums.set(figure, (sums.get(figure) ?? 0) + Number(total));
  return sums;
}

const recordOf = <Key extends string, Value>(keys: readonly Key[], made: (key: Key) => Value) =>
  Object.fromEntries(keys.map((key) => [key, made(key)])) as Record<Key, Value>;
