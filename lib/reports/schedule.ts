/** How often a report is made. */
export const EVERY = ["day", "week", "month"] as const;
export type Every = (typeof EVERY)[number];

/** `day`: of the week, 1 is Monday, or of the month; a month that lacks it has it made on its last one. */
export type Schedule = { every: Every; day: number; hour: number };

/** How many days a report on a schedule looks back, so that none is left out between two. */
export const DAYS_BACK: Record<Every, number> = { day: 2, week: 8, month: 32 };

const DAY_MS = 86_400_000;
const LOOK_AHEAD_DAYS = 63;

/**
 * The next moment of a schedule after another, on the clocks of a time zone. An hour that a clock leaves out is the one
 * behind it; of one that it has twice it is the first.
 */
export function nextRun(schedule: Schedule, timeZone: string, after: Date): Date {
  const start = localOf(after, timeZone);
  const today = Date.UTC(start.year, start.month - 1, start.day);
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const day = new Date(today + ahead * DAY_MS);
    if (!isDue(schedule, day)) continue;
    const moment = momentOf(day, schedule.hour, timeZone);
    if (moment > after) return moment;
  }
  throw new Error("A schedule has no next moment.");
}

function isDue({ every, day: wanted }: Schedule, date: Date): boolean {
  if (every === "day") return true;
  if (every === "week") return (date.getUTCDay() || 7) === wanted;
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(wanted, last);
}

/** An hour of a day in a time zone: the offset is that of the moment itself, or of the one right before a clock goes on. */
function momentOf(day: Date, hour: number, timeZone: string): Date {
  const wall = day.getTime() + hour * 3_600_000;
  const guesses = [-DAY_MS, DAY_MS].map((around) => wall - offsetAt(new Date(wall + around), timeZone));
  const right = guesses.filter((guess) => guess + offsetAt(new Date(guess), timeZone) === wall);
  return new Date(right.length > 0 ? Math.min(...right) : Math.max(...guesses));
}

/** How far a time zone's clocks are ahead of UTC, in milliseconds. */
function offsetAt(moment: Date, timeZone: string): number {
  const { year, month, day, hour, minute, second } = localOf(moment, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment.getTime() / 1000) * 1000;
}

type Local = Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;

const formats = new Map<string, Intl.DateTimeFormat>();

function localOf(moment: Date, timeZone: string): Local {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  formats.set(timeZone, format);
  const parts = format.formatToParts(moment);
  const part = (type: keyof Local) => Number(parts.find((each) => each.type === type)?.value);
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** A schedule in words: "Every Monday at 07:00". */
export function scheduleInWords({ every, day, hour }: Schedule): string {
  const at = `at ${String(hour).padStart(2, "0")}:00`;
  if (every === "day") return `Every day ${at}`;
  if (every === "week") return `Every ${WEEKDAYS[day - 1]} ${at}`;
  return day > 28 ? `Each month on day ${day}, or its last, ${at}` : `Each month on day ${day} ${at}`;
}
