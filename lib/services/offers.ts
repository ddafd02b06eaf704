import "server-only";
import type { Transaction } from "@/lib/db";
import { termOf } from "@/lib/services/term";
import type { Price } from "@/lib/services/terms-of";

/** A service that an organization above offers. */
export type Offer = Price & {
  organizationId: string;
  organization: string;
  id: string;
  name: string;
  description: string;
};

type Row = Omit<Offer, "term"> & { term: string };

/** What the organizations that manage the transaction's offer it, by organization and name. */
export async function readOffers(tx: Transaction): Promise<Offer[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT organization_id AS "organizationId", organization, id, name, description, price_minor AS "priceMinor",
      currency, term FROM offered_services()`;
  return rows.map((row) => ({ ...row, term: termOf(row.term) }));
}
