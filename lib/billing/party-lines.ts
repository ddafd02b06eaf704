import type { Party } from "@/lib/billing/stored";

/** What an invoice says of a party, line by line; of whom it is for also who orders it and how. */
export function partyLines(party: Party, side: "from" | "to"): string[] {
  const { name, company, address, taxId, contactName, contactEmail, purchaseOrder } = party;
  const contact = [contactName, contactEmail].filter(Boolean).join(", ");
  return [
    company || name,
    ...(company && company !== name ? [name] : []),
    ...address.split("\n").filter(Boolean),
    ...(taxId ? [`Tax ID ${taxId}`] : []),
    ...(contact ? [contact] : []),
    ...(side === "to" && purchaseOrder ? [`Purchase order ${purchaseOrder}`] : []),
  ];
}
