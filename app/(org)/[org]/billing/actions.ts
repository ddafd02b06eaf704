"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { creditInvoice } from "@/lib/billing/credit-commands";
import { saveBillingDetails } from "@/lib/billing/details-commands";
import { billingDetailsInput, creditInput } from "@/lib/billing/input";

/** Saves whom invoices name from now on. */
export const saveDetails = organizationAction(
  "billing.update",
  z.strictObject({ version: z.number().int().min(0), details: billingDetailsInput }),
  async (actor, { version, details }) => {
    const saved = await saveBillingDetails(actor, version, details);
    if (saved.ok) refresh();
    return saved;
  },
);

/** Takes back a line of an invoice, or all that is left of it. */
export const issueCreditNote = organizationAction("billing.update", creditInput, async (actor, given) => {
  const issued = await creditInvoice(actor, given);
  refresh();
  return issued;
});
