/** How many days a chart goes back, today included. */
export const DAYS_SHOWN = 30;

const DAY_MS = 86_400_000;

/** The last days in UTC as `YYYY-MM-DD`, the oldest first and the one of `now` last. */
export const lastDays = (now: Date, count = DAYS_SHOWN): string[] =>
  Array.from({ length: count }, (_, index) => isoDay(new Date(now.getTime() - (count - 1 - index) * DAY_MS)));

export const isoDay = (moment: Date): string => moment.toISOString().slice(0, 10);
