import { momentIn } from "@/lib/organizations/locale";
import type { Openness } from "@/lib/support/hours";
import type { SupportSettings } from "@/lib/support/settings";
import type { Way } from "@/lib/support/states";

type Now = Openness & { settings: SupportSettings };

/** What becomes of a request by the way that it came. */
export function wayInWords(way: Way, now: Now): string {
  if (way === "onCall") return "It is critical, so whoever is on call was told at once.";
  if (way === "open" || now.isOpen) return "Support is told, and answers here; you get a message then.";
  const opens = now.changesAt ? `opens ${momentInZone(now.changesAt, now.settings)}` : "is not open for now";
  return `It is kept, and answered once support is open: it ${opens}. You get a message then.`;
}

/** A moment on the clocks of support. */
export const momentInZone = (moment: Date, { timeZone }: SupportSettings): string =>
  momentIn(moment, { timeZone, dateStyle: "dayMonth" });
