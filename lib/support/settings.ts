import * as z from "zod";
import type { SupportHours } from "@/lib/support/hours";
import { readEmail } from "@/lib/users/email";

/** What an organization says of its support; no address and no phone where nobody has said one. */
export type SupportSettings = SupportHours & {
  email: string;
  onCallEmail: string;
  /** E.164. */
  onCallPhone: string;
  /** What a request can be about. */
  kinds: string[];
};

/** Whether a critical request reaches anybody outside of hours. */
export const hasOnCall = ({ onCallEmail, onCallPhone }: SupportSettings): boolean =>
  Boolean(onCallEmail || onCallPhone);

/** As the usual business hours are: Monday to Friday, 8 to 20 [S1]. */
export const usualSettings = (timeZone: string): SupportSettings => ({
  timeZone,
  days: [1, 2, 3, 4, 5],
  from: "08:00",
  until: "20:00",
  daysOff: [],
  email: "",
  onCallEmail: "",
  onCallPhone: "",
  kinds: ["Question", "Something does not work", "Something should be changed", "Account or access"],
});

export const KINDS_MAX = 20;
export const DAYS_OFF_MAX = 200;

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "Write the time of day as 08:00.");
const email = z
  .string()
  .trim()
  .max(254)
  .refine(
    (text) => text === "" || readEmail(text, "accessEmail").ok,
    "Write an e-mail address, or leave it blank.",
  );
const lines = (text: string) => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/** The settings as a form sends them: what is a list there has a line for each. */
export const settingsInput = z.object({
  timeZone: z.string().max(60).refine(isTimeZone, "Choose a time zone."),
  days: z
    .array(z.coerce.number().int().min(1).max(7))
    .transform((days) => [...new Set(days)].toSorted((a, b) => a - b)),
  from: clock,
  until: clock,
  daysOff: z
    .string()
    .max(20_000)
    .transform(lines)
    .refine((days) => days.length <= DAYS_OFF_MAX, `At most ${DAYS_OFF_MAX} days.`)
    .refine((days) => days.every(isDay), "Write each day as 2026-12-25, one on each line.")
    .transform((days) => days.toSorted()),
  email,
  onCallEmail: email,
  onCallPhone: z
    .string()
    .transform((text) => text.replace(/[\s().-]/g, ""))
    .refine(
      (text) => text === "" || /^\+[1-9]\d{6,14}$/.test(text),
      "Write the number with its country, such as +44 20 7946 0123.",
    ),
  kinds: z
    .string()
    .max(5_000)
    .transform(lines)
    .refine((kinds) => kinds.length > 0, "Write one kind at least.")
    .refine((kinds) => kinds.length <= KINDS_MAX, `At most ${KINDS_MAX} kinds.`)
    .refine((kinds) => kinds.every((kind) => kind.length <= 60), "At most 60 characters for each."),
});

/** The settings as their row keeps them; what is not there, or nothing that is taken by now, is as usual. */
export function readSettings(kept: unknown, timeZone: string): SupportSettings {
  const usual = usualSettings(timeZone);
  const found = typeof kept === "object" && kept !== null ? (kept as Partial<SupportSettings>) : {};
  const text = (value: unknown) => (Array.isArray(value) ? value.join("\n") : value);
  const all = { ...usual, ...found };
  const read = settingsInput.safeParse({ ...all, daysOff: text(all.daysOff), kinds: text(all.kinds) });
  return read.success ? read.data : usual;
}

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en-GB", { timeZone: zone }));
  } catch {
    return false;
  }
}

function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** `Mon to Fri, 08:00 to 20:00, Europe/Berlin`. */
export function hoursInWords({ days, from, until, timeZone }: SupportHours): string {
  if (days.length === 0) return "Never";
  const [first = 1, last = 1] = [days[0], days.at(-1)];
  const isRun = days.length > 2 && last - first === days.length - 1;
  const names = isRun
    ? `${DAYS[first - 1]} to ${DAYS[last - 1]}`
    : days.map((day) => DAYS[day - 1]).join(", ");
  return `${names}, ${from} to ${until}, ${timeZone}`;
}
