import * as z from "zod";
import { readEmail } from "@/lib/users/email";
import { readTextOf } from "@/lib/users/text";

const ADDRESS_LINES_MAX = 8;
const LINE_MAX = 120;
const UNITS_PER_CHARACTER_MAX = 8;

function words(label: string, lengthMax: number) {
  return z.string().transform((text, context): string => {
    const reading = readTextOf(text.slice(0, UNITS_PER_CHARACTER_MAX * lengthMax), {
      label,
      lengthMax,
      kind: "text",
    });
    if (reading.ok) return reading.value.replace(/\s+/g, " ");
    context.addIssue({ code: "custom", message: reading.problem.message });
    return z.NEVER;
  });
}

const line = words("A line of the address", LINE_MAX);

const address = z
  .string()
  .max(ADDRESS_LINES_MAX * LINE_MAX * UNITS_PER_CHARACTER_MAX, "That is too long.")
  .transform((text) => text.split(/\r\n|[\n\r]/).filter((each) => each.trim() !== ""))
  .pipe(z.array(line).max(ADDRESS_LINES_MAX, `At most ${ADDRESS_LINES_MAX} lines.`))
  .transform((lines) => lines.join("\n"));

const email = z.string().transform((text, context): string => {
  const reading = readEmail(text, "otherEmail");
  if (reading.ok) return reading.value;
  context.addIssue({ code: "custom", message: reading.problem.message.replace(/^Other email/, "E-mail") });
  return z.NEVER;
});

/** Whom invoices name, as its form gives it. */
export const billingDetailsInput = z.strictObject({
  company: words("Company", 200),
  address,
  taxId: words("Tax ID", 40),
  contactName: words("Contact", 200),
  contactEmail: email,
  purchaseOrder: words("Purchase order", 60),
});

export type BillingDetailsInput = z.output<typeof billingDetailsInput>;
export type BillingDetailsValues = z.input<typeof billingDetailsInput>;

export const REASON_MAX = 300;

/** What of an invoice is taken back, and why: one line, or all that is left. */
export const creditInput = z.strictObject({
  invoiceId: z.uuid(),
  line: z.number().int().min(1).nullable(),
  reason: words("Reason", REASON_MAX).refine((text) => text !== "", "Say why. It stands on the credit note."),
});

export type CreditInput = z.output<typeof creditInput>;
