import { addYears, type Day, daysBetween, daysOf, type Month, monthOf } from "@/lib/billing/days";
import { apportion, type Fraction, fraction, round, sum } from "@/lib/billing/fraction";

export type Term = "month" | "year";

/** What a subscription costs and when: as much of it as a bill needs. */
export type Billed = {
  /** Minor units of its currency for one seat and one term. */
  priceMinor: bigint;
  term: Term;
  startsOn: Day;
  /** The first day on which it is no more. */
  endedOn: Day | null;
  /** How many seats there are from a day on, in any order. */
  counts: readonly { from: Day; seats: number }[];
};

export type DayCharge = { day: Day; seats: number; amountMinor: bigint };

/** Days one after the other with as many seats. */
export type Stretch = { from: Day; to: Day; seats: number; amountMinor: bigint; days: DayCharge[] };

/** What one subscription comes to in one month. */
export type MonthCharge = { stretches: Stretch[]; amountMinor: bigint };

/** How many seats a subscription has on a day. */
export function seatsOn({ startsOn, endedOn, counts }: Billed, day: Day): number {
  if (day < startsOn || (endedOn !== null && day >= endedOn)) return 0;
  const past = counts.filter(({ from }) => from <= day);
  return past.reduce((last, each) => (each.from >= last.from ? each : last), { from: "", seats: 0 }).seats;
}

/**
 * How many days the term has that a day is in: a month is the month of the calendar, a year is from one anniversary of the start
 * to the next.
 */
export function termDays({ term, startsOn }: Pick<Billed, "term" | "startsOn">, day: Day): number {
  if (term === "month") return daysOf(monthOf(day)).length;
  const years = Number(day.slice(0, 4)) - Number(startsOn.slice(0, 4));
  const since = addYears(startsOn, years) <= day ? years : years - 1;
  return daysBetween(addYears(startsOn, since), addYears(startsOn, since + 1));
}

/** What a day costs exactly. */
export const dayPrice = (billed: Billed, day: Day): Fraction =>
  fraction(billed.priceMinor * BigInt(seatsOn(billed, day)), BigInt(termDays(billed, day)));

/**
 * What a subscription comes to in a month. It is rounded once, to the nearest minor unit and half a unit up; that sum is
 * apportioned to its stretches, and each stretch to its days: so both come to exactly the sum.
 */
export function chargeOf(billed: Billed, month: Month): MonthCharge {
  const stretches = stretchesOf(billed, month);
  const exact = stretches.map(({ days }) => days.map((day) => dayPrice(billed, day)));
  const sums = exact.map(sum);
  const amountMinor = round(sum(sums));
  const amounts = apportion(sums, amountMinor);
  return {
    amountMinor,
    stretches: stretches.map(({ seats, days }, index) => {
      const amount = amounts[index] ?? 0n;
      const each = apportion(exact[index] ?? [], amount);
      const charged = days.map((day, at) => ({ day, seats, amountMinor: each[at] ?? 0n }));
      return { from: days[0] ?? "", to: days.at(-1) ?? "", seats, amountMinor: amount, days: charged };
    }),
  };
}

/** A month's days with seats, those next to each other with as many as one. */
function stretchesOf(billed: Billed, month: Month): { seats: number; days: Day[] }[] {
  const stretches: { seats: number; days: Day[] }[] = [];
  for (const day of daysOf(month)) {
    const seats = seatsOn(billed, day);
    const last = stretches.at(-1);
    if (last?.seats === seats) last.days.push(day);
    else stretches.push({ seats, days: [day] });
  }
  return stretches.filter(({ seats }) => seats > 0);
}
