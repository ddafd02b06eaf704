import { type Locale, momentIn, UTC_LOCALE } from "@/lib/organizations/locale";

/** A moment as a message says it, by its organization's locale: "1 December 2026 at 10:30 UTC". */
export const momentInMessage = (moment: Date, locale: Locale = UTC_LOCALE): string =>
  momentIn(moment, locale);
