import * as z from "zod";
import { SEATS_MAX, SERVICE_DESCRIPTION_MAX, SERVICE_NAME_MAX } from "@/lib/services/limits";
import { isCurrency, readMoney } from "@/lib/services/money";
import { TERMS } from "@/lib/services/term";
import { readTextOf } from "@/lib/users/text";

const words = (label: string, lengthMax: number) =>
  z.string().transform((text, context): string => {
    const reading = readTextOf(text.slice(0, 10 * lengthMax), { label, lengthMax, kind: "text" });
    if (reading.ok) return reading.value.replace(/\s+/g, " ");
    context.addIssue({ code: "custom", message: reading.problem.message });
    return z.NEVER;
  });

const name = words("Name", SERVICE_NAME_MAX).refine((text) => text !== "", "Give the service a name.");
const description = words("Description", SERVICE_DESCRIPTION_MAX);

const currency = z
  .string()
  .transform((text) => text.trim().toUpperCase())
  .refine(isCurrency, "Write the three letters of a currency, such as EUR.");

/** A price as a form gives it, read into minor units of its currency. */
const priced = { price: z.string().max(20), currency, term: z.enum(TERMS, { error: "Choose a term." }) };

type Priced = { price: string; currency: string };

function priceOf({ price, currency: code }: Priced, context: z.RefinementCtx): number {
  const minor = readMoney(price, code);
  if (minor !== null) return minor;
  context.addIssue({
    code: "custom",
    path: ["price"],
    message: `Write an amount of ${code}, such as 12 or 0.`,
  });
  return z.NEVER;
}

/** Whole numbers of seats, as a form gives them. */
export const seatsField = z
  .string()
  .max(20)
  .transform((text, context): number => {
    const seats = /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (seats <= SEATS_MAX) return seats;
    const most = SEATS_MAX.toLocaleString("en");
    context.addIssue({ code: "custom", message: `Write a whole number of seats, up to ${most}.` });
    return z.NEVER;
  });

/** A service that is offered to the organizations below. */
export const catalogueInput = z
  .strictObject({ name, description, ...priced })
  .transform((given, context) => ({
    name: given.name,
    description: given.description,
    currency: given.currency,
    term: given.term,
    priceMinor: priceOf(given, context),
  }));

export type CatalogueInput = z.output<typeof catalogueInput>;

/** A service of the organization's own; one that costs nothing may have seats without end. */
export const customServiceInput = z
  .strictObject({ name, description, ...priced, unlimited: z.boolean(), seats: z.string().max(20) })
  .transform((given, context) => {
    const seats = seatsField.safeParse(given.seats);
    const priceMinor = priceOf(given, context);
    if (!given.unlimited && !seats.success)
      context.addIssue({ code: "custom", path: ["seats"], message: seats.error.issues[0]?.message ?? "" });
    if (given.unlimited && priceMinor > 0)
      context.addIssue({
        code: "custom",
        path: ["price"],
        message: "What has no end of seats costs nothing.",
      });
    return {
      name: given.name,
      description: given.description,
      currency: given.currency,
      term: given.term,
      priceMinor,
      unlimited: given.unlimited,
      seats: given.unlimited || !seats.success ? 0 : seats.data,
    };
  });

export type CustomServiceInput = z.output<typeof customServiceInput>;

/** What of a service can be changed. */
export const serviceWords = z.strictObject({ name, description });
export type ServiceWords = z.output<typeof serviceWords>;
