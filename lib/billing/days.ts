/** A calendar day as ISO 8601 writes it, "2026-11-30": such texts are in order as the days are. */
export type Day = string;

/** A calendar month, "2026-11". */
export type Month = string;

const DAY_MS = 86_400_000;

const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** The day of a moment in UTC, as dates of the database are read. */
export const dayOf = (moment: Date): Day => moment.toISOString().slice(0, 10);

/** The moment at which a day begins in UTC. */
export const momentOf = (day: Day): Date => new Date(`${day}T00:00:00Z`);

export const addDays = (day: Day, count: number): Day => dayOf(new Date((numberOf(day) + count) * DAY_MS));

/** How many days it is from one day to another. */
export const daysBetween = (from: Day, to: Day): number => numberOf(to) - numberOf(from);

export const monthOf = (day: Day): Month => day.slice(0, 7);
export const firstDayOf = (month: Month): Day => `${month}-01`;

/** A month so many months later, or earlier by a negative count. */
export function addMonths(month: Month, count: number): Month {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const months = year * 12 + number - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}`;
}

/** The months from one to another, both among them. */
export function monthsFrom(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** Every day of a month. */
export function daysOf(month: Month): Day[] {
  const first = firstDayOf(month);
  const count = daysBetween(first, firstDayOf(addMonths(month, 1)));
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}

/** The same day so many years later; of 29 February the 28th where the year has no other. */
export function addYears(day: Day, years: number): Day {
  const year = String(Number(day.slice(0, 4)) + years).padStart(4, "0");
  const same = `${year}${day.slice(4)}`;
  return daysOf(`${year}-${day.slice(5, 7)}`).includes(same) ? same : `${year}-02-28`;
}

/** The last day of a month that is not in the future. */
export function lastDayOf(month: Month, today: Day): Day {
  const last = addDays(firstDayOf(addMonths(month, 1)), -1);
  return last < today ? last : today;
}
