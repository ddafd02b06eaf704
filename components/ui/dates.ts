const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const SECOND = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});
const TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** A day in UTC, such as "21 Nov 2026". */
export const dayInWords = (date: Date): string => DAY.format(date);

/** A time in UTC to the minute, such as "21 Nov 2026, 21:48 UTC". */
export const timeInWords = (date: Date): string => `${TIME.format(date)} UTC`;

/** A time in UTC to the second, for places that say elsewhere that they are in UTC: "21 Nov 2026, 21:48:07". */
export const secondInWords = (date: Date): string => SECOND.format(date);
