import { moneyInWords } from "@/lib/services/money";
import type { Term } from "@/lib/services/term";

/** What a seat costs, and how often. */
export type Price = { priceMinor: number; currency: string; term: Term };

/** A price as pages and events tell it: `EUR 5.00 a month`. */
export const priceInWords = ({ priceMinor, currency, term }: Price): string =>
  priceMinor === 0 ? "free" : `${moneyInWords(priceMinor, currency)} a ${term}`;

/** What a subscription begins as. */
export type SubscriptionTerms = Price & { seats: number; unlimited: boolean };
