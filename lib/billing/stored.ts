import * as z from "zod";

const stretch = z.object({ from: z.string(), to: z.string(), seats: z.number(), amountMinor: z.string() });

/** Days with as many seats, as a line keeps them. Amounts are text, in which JSON loses no digit. */
export type StretchStored = z.infer<typeof stretch>;

export const storedStretches = z.array(stretch);

const party = z.object({
  name: z.string(),
  company: z.string(),
  address: z.string(),
  taxId: z.string(),
  contactName: z.string(),
  contactEmail: z.string(),
  purchaseOrder: z.string(),
});

/** Whom an invoice is from or for, as it was when it was issued. */
export type Party = z.infer<typeof party>;

export const storedParty = party;

export const NO_DETAILS: Omit<Party, "name"> = {
  company: "",
  address: "",
  taxId: "",
  contactName: "",
  contactEmail: "",
  purchaseOrder: "",
};
