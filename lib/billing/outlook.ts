import { type Billed, chargeOf, seatsOn } from "@/lib/billing/charge";
import { addMonths, type Day, firstDayOf, type Month, monthOf } from "@/lib/billing/days";

/** What is already said of a subscription's future. */
export type Planned = Billed & { renewsOn: Day; seatsAtRenewal: number | null; cancelledAt: Date | null };

/** Seats in use are not taken away by a renewal. */
export function asPlanned(planned: Planned, used: number): Billed {
  const { renewsOn, seatsAtRenewal, cancelledAt, endedOn, counts } = planned;
  if (endedOn !== null) return planned;
  if (cancelledAt !== null) return { ...planned, endedOn: renewsOn };
  if (seatsAtRenewal === null) return planned;
  const seats = Math.min(seatsOn(planned, renewsOn), Math.max(seatsAtRenewal, used));
  return { ...planned, counts: [...counts.filter(({ from }) => from < renewsOn), { from: renewsOn, seats }] };
}

/** The same with at least so many seats from a day on, as if somebody bought them. */
export function withSeats(billed: Billed, seats: number, from: Day): Billed {
  const later = billed.counts.map((each) =>
    each.from > from ? { ...each, seats: Math.max(each.seats, seats) } : each,
  );
  const first = { from, seats: Math.max(seatsOn(billed, from), seats) };
  return { ...billed, counts: [...later.filter((each) => each.from !== from), first] };
}

export type Demand = { used: number; waiting: number; arriving: number };

/** What a subscription comes to next month: as it is planned, and with seats for more people. */
export type Outlook = {
  month: Month;
  plannedMinor: bigint;
  /** With a seat for everybody who waits for one. */
  withWaitingMinor: bigint;
  /** With one for everybody who is about to be added as well. */
  withArrivingMinor: bigint;
  /** Seats that would have to be bought for that. */
  missing: number;
};

export function outlookOf(planned: Planned, demand: Demand, today: Day): Outlook {
  const month = addMonths(monthOf(today), 1);
  const from = firstDayOf(month);
  const billed = asPlanned(planned, demand.used);
  const costWith = (seats: number) => chargeOf(withSeats(billed, seats, from), month).amountMinor;
  const waiting = demand.used + demand.waiting;
  const all = waiting + demand.arriving;
  const isRunning = billed.endedOn === null || billed.endedOn > from;
  return {
    month,
    plannedMinor: chargeOf(billed, month).amountMinor,
    withWaitingMinor: costWith(waiting),
    withArrivingMinor: costWith(all),
    missing: isRunning ? Math.max(0, all - seatsOn(billed, from)) : 0,
  };
}
