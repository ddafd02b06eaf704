/** How long a subscription runs until it renews. */
export const TERMS = ["month", "year"] as const;
export type Term = (typeof TERMS)[number];

/** A term as a row keeps it. @throws Error for one that there is not */
export function termOf(text: string): Term {
  const term = TERMS.find((each) => each === text);
  if (!term) throw new Error("A subscription has a term that there is not.");
  return term;
}

const MONTHS: Record<Term, number> = { month: 1, year: 12 };
const DAY_MS = 86_400_000;

/** A moment's day, as midnight in UTC, which is how days are kept. */
export const dayOf = (moment: Date): Date => new Date(Math.floor(moment.getTime() / DAY_MS) * DAY_MS);

/** A day as `2026-11-23`. */
export const dayText = (day: Date): string => day.toISOString().slice(0, 10);

/**
 * The first renewal behind a day. It falls on the day of the month on which the subscription began, or on the month's last
 * where that has no such day: what began on the 31st renews on 28 February and on 31 March.
 */
export function renewalAfter(startsOn: Date, term: Term, day: Date): Date {
  const months =
    (day.getUTCFullYear() - startsOn.getUTCFullYear()) * 12 + day.getUTCMonth() - startsOn.getUTCMonth();
  let terms = Math.max(1, Math.floor(months / MONTHS[term]));
  while (renewal(startsOn, term, terms) <= day) terms += 1;
  return renewal(startsOn, term, terms);
}

function renewal(startsOn: Date, term: Term, terms: number): Date {
  const month = startsOn.getUTCMonth() + terms * MONTHS[term];
  const lastDay = new Date(Date.UTC(startsOn.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(startsOn.getUTCFullYear(), month, Math.min(startsOn.getUTCDate(), lastDay)));
}
