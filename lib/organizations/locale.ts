/** How a date is written. */
export const DATE_STYLES = ["dayMonth", "monthDay", "iso"] as const;
export type DateStyle = (typeof DATE_STYLES)[number];

/** Each with an example. */
export const DATE_STYLE_LABELS: Readonly<Record<DateStyle, string>> = {
  dayMonth: "Day first: 1 December 2026 at 10:30",
  monthDay: "Month first: December 1, 2026 at 10:30 AM",
  iso: "Year first: 2026-12-01 at 10:30",
};

/** How an organization's messages tell moments; the time zone is one of the IANA's. */
export type Locale = { timeZone: string; dateStyle: DateStyle };

export const UTC_LOCALE: Locale = { timeZone: "UTC", dateStyle: "dayMonth" };

/** An organization's locale as its row keeps it. */
export function localeOf({ timeZone, dateStyle }: { timeZone: string; dateStyle: string }): Locale {
  return { timeZone, dateStyle: DATE_STYLES.find((style) => style === dateStyle) ?? "dayMonth" };
}

/** Every time zone that there is to choose, UTC first. */
export const timeZones = (): string[] => [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];

const LOCALES: Readonly<Record<DateStyle, string>> = { dayMonth: "en-GB", monthDay: "en-US", iso: "sv-SE" };

/** A moment in words, such as "1 December 2026 at 10:30 UTC". */
export function momentIn(moment: Date, { timeZone, dateStyle }: Locale): string {
  const language = LOCALES[dateStyle];
  const day = new Intl.DateTimeFormat(language, {
    dateStyle: dateStyle === "iso" ? "short" : "long",
    timeZone,
  });
  const time = new Intl.DateTimeFormat(dateStyle === "monthDay" ? "en-US" : "en-GB", {
    timeStyle: "short",
    timeZone,
  });
  return `${day.format(moment)} at ${time.format(moment).replace(/\u202f/g, " ")} ${zoneName(moment, timeZone)}`;
}

function zoneName(moment: Date, timeZone: string): string {
  const parts = (language: string) =>
    new Intl.DateTimeFormat(language, { timeZone, timeZoneName: "short" })
      .formatToParts(moment)
      .find(({ type }) => type === "timeZoneName")?.value;
  const [british, american] = [parts("en-GB"), parts("en-US")];
  // Each knows the names of its own part of the world, and says "GMT+1" of the rest.
  return [british, american].find((name) => name && !name.includes("GMT")) ?? british ?? timeZone;
}
