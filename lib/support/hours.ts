/** When support is open: days of the week (1 is Monday), from when until when on the clocks of a time zone, but for days off. */
export type SupportHours = {
  timeZone: string;
  days: number[];
  /** `08:00`; hours that do not end after they begin go past midnight. */
  from: string;
  until: string;
  /** `2026-12-25`: on these it does not open. */
  daysOff: string[];
};

/** Whether support is open, and when that changes; null where it does not within a year. */
export type Openness = { isOpen: boolean; changesAt: Date | null };

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 400;

/** Whether support is open at a moment. Clocks that are changed lengthen or shorten the hours of that day, as they do for people. */
export function openNow(hours: SupportHours, now: Date): Openness {
  const today = dayNumberIn(hours.timeZone, now);
  const at = now.getTime();
  let open: number | null = null;
  for (let day = today - 1; day <= today + DAYS_AHEAD; day += 1) {
    const span = spanOf(hours, day);
    if (!span) continue;
    if (open === null && at < span.from) return { isOpen: false, changesAt: new Date(span.from) };
    if (open === null && at < span.until) open = span.until;
    // What follows without a gap is the same time of being open.
    else if (open !== null && span.from <= open) open = Math.max(open, span.until);
    else if (open !== null) return { isOpen: true, changesAt: new Date(open) };
  }
  const isEndless = open !== null && open > at + (DAYS_AHEAD - 2) * DAY_MS;
  return { isOpen: open !== null, changesAt: open === null || isEndless ? null : new Date(open) };
}

/** The time of being open that begins on a day, which is counted in days since 1970. */
function spanOf({ timeZone, days, from, until, daysOff }: SupportHours, day: number) {
  const date = new Date(day * DAY_MS);
  const weekday = date.getUTCDay() || 7;
  if (!days.includes(weekday) || daysOff.includes(date.toISOString().slice(0, 10))) return null;
  return {
    from: momentOf(timeZone, day, from),
    until: momentOf(timeZone, from < until ? day : day + 1, until),
  };
}

/** When clocks first show a time on a day; where they skip it, when they have gone past it. */
function momentOf(timeZone: string, day: number, clock: string): number {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  const shown = day * DAY_MS + hour * 3_600_000 + minute * 60_000;
  const candidates = [shown - DAY_MS, shown + DAY_MS].map((near) => shown - offsetAt(timeZone, near));
  const right = candidates.filter((each) => each + offsetAt(timeZone, each) === shown);
  return right.length > 0 ? Math.min(...right) : Math.max(...candidates);
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
const offsetAt = (timeZone: string, at: number): number =>
  shownAt(timeZone, at) - Math.floor(at / 1000) * 1000;

const dayNumberIn = (timeZone: string, now: Date): number =>
  Math.floor(shownAt(timeZone, now.getTime()) / DAY_MS);

/** What clocks show at a moment, as if they showed UTC. */
function shownAt(timeZone: string, at: number): number {
  const parts = formatOf(timeZone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)?.value ?? 0);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  });
  formats.set(timeZone, format);
  return format;
}
