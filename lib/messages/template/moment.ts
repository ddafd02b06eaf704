const TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** A moment as a message says it: "1 December 2026 at 10:30 UTC". */
export const momentInMessage = (moment: Date): string => `${TIME.format(moment)} UTC`;
