import type { Day, Month } from "@/lib/billing/days";

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const SHORT_MONTH = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });

const moment = (day: Day) => new Date(`${day}T00:00:00Z`);

/** "30 Nov 2026". */
export const dayWords = (day: Day): string => DAY.format(moment(day));

/** "November 2026". */
export const monthWords = (month: Month): string => MONTH.format(moment(`${month}-01`));

/** "Nov". */
export const shortMonth = (month: Month): string => SHORT_MONTH.format(moment(`${month}-01`));

/** "1 Nov 2026 – 15 Nov 2026", or one day. */
export const daysInWords = ({ from, to }: { from: Day; to: Day }): string =>
  from === to ? dayWords(from) : `${dayWords(from)} – ${dayWords(to)}`;
