/** When people may be signed in: days of the week (1 is Monday), and from when until when on the clocks of a time zone. */
export type SignInHours = { days: number[]; from: string; until: string; zone: string };

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Whether a moment is within the hours; none means any moment. Hours that do not end after they begin
 * go past midnight. */
export function isWithinHours(hours: SignInHours | null, now: Date): boolean {
  if (!hours) return true;
  const { day, clock } = clockIn(hours.zone, now);
  const isOn = (which: number) => hours.days.includes(which);
  if (hours.from < hours.until) return isOn(day) && hours.from <= clock && clock < hours.until;
  return (isOn(day) && hours.from <= clock) || (isOn(day === 1 ? 7 : day - 1) && clock < hours.until);
}

/** `Mon to Fri, 08:00 to 18:00, Europe/Berlin`. */
export function hoursInWords(hours: SignInHours | null): string {
  if (!hours) return "At any time";
  return `${daysInWords(hours.days)}, ${hours.from} to ${hours.until}, ${hours.zone}`;
}

function daysInWords(days: number[]): string {
  const [first, last] = [days[0] ?? 1, days.at(-1) ?? 1];
  const names = days.map((day) => DAYS[day - 1]);
  return days.length > 2 && last - first === days.length - 1
    ? `${names[0]} to ${names.at(-1)}`
    : names.join(", ");
}

/** Reads hours as they are kept or sent; a text is what is wrong with them. */
export function readHours(given: unknown): SignInHours | null | string {
  if (given === null) return null;
  const { days, from, until, zone } = (typeof given === "object" ? given : {}) as Record<string, unknown>;
  const chosen = Array.isArray(days) ? [1, 2, 3, 4, 5, 6, 7].filter((day) => days.includes(day)) : [];
  if (chosen.length === 0) return "Choose one day at least.";
  if (!isClock(from) || !isClock(until)) return "Write the time of day as 08:00.";
  if (typeof zone !== "string" || !isZone(zone)) return "Write a time zone such as Europe/Berlin, or UTC.";
  return { days: chosen, from, until, zone };
}

const isClock = (given: unknown): given is string => typeof given === "string" && CLOCK.test(given);

function isZone(zone: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+/-]{1,60}$/.test(zone)) return false;
  try {
    return Boolean(formatOf(zone));
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

// Kept by the name that a zone goes by: of its spellings, which anybody may send, there are thousands.
function formatOf(zone: string): Intl.DateTimeFormat {
  const kept = formats.get(zone);
  if (kept) return kept;
  const options = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
  if (format.resolvedOptions().timeZone === zone) formats.set(zone, format);
  return format;
}

function clockIn(zone: string, now: Date): { day: number; clock: string } {
  const parts = formatOf(zone).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
  return { day: DAYS.indexOf(part("weekday")) + 1, clock: `${part("hour")}:${part("minute")}` };
}
