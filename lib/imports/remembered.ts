import "server-only";
import { createHash } from "node:crypto";
import type { Transaction } from "@/lib/db";
import { type ColumnField, isColumnField } from "@/lib/imports/columns/column-field";
import { headersKey } from "@/lib/imports/columns/header-key";
import { isErrorsHeader } from "@/lib/imports/columns/header-names";
import { isPropertyField, propertyIdOf } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import { DATE_ORDERS, type DateOrder } from "@/lib/users/date";

/** How the columns of a file were matched, and how its phones and dates were to be read. */
export type RememberedMatching = {
  matching: (ColumnField | null)[];
  defaultCountry: string | null;
  dateOrder: DateOrder | null;
};

/** Keeps a matching for the organization's next file with the same headers; one without headers says nothing. */
export async function rememberMatching(
  tx: Transaction,
  organizationId: string,
  headers: readonly string[],
  { matching, defaultCountry, dateOrder }: RememberedMatching,
): Promise<void> {
  const headersSha256 = digestOf(headers);
  if (!headersSha256) return;
  const own = matching.filter((_, index) => !isErrorsHeader(headers[index] ?? ""));
  const chosen = { matching: own, defaultCountry, dateOrder, chosenAt: new Date() };
  await tx.columnMatching.upsert({
    where: { organizationId_headersSha256: { organizationId, headersSha256 } },
    create: { organizationId, headersSha256, ...chosen },
    update: chosen,
    select: { chosenAt: true },
  });
}

/** How the organization matched its last file with these headers; null when there was none. */
export async function recallMatching(
  tx: Transaction,
  organizationId: string,
  headers: readonly string[],
  properties: readonly Pick<Property, "id">[],
): Promise<RememberedMatching | null> {
  const headersSha256 = digestOf(headers);
  const found =
    headersSha256 &&
    (await tx.columnMatching.findUnique({
      where: { organizationId_headersSha256: { organizationId, headersSha256 } },
    }));
  if (!found) return null;
  const isThere = (field: ColumnField) =>
    !isPropertyField(field) || properties.some(({ id }) => id === propertyIdOf(field));
  const own = (found.matching as unknown[]).map((field) =>
    typeof field === "string" && isColumnField(field) && isThere(field) ? field : null,
  );
  if (own.length !== headers.filter((header) => !isErrorsHeader(header)).length) return null;
  const matching = headers.map((header) => (isErrorsHeader(header) ? null : (own.shift() ?? null)));
  const dateOrder = DATE_ORDERS.find((order) => order === found.dateOrder) ?? null;
  return { matching, defaultCountry: found.defaultCountry, dateOrder };
}

/** The column that an errors file adds is ours: a mended one is matched as the file was that it comes from. */
function digestOf(headers: readonly string[]): Uint8Array<ArrayBuffer> | null {
  const own = headers.filter((header) => !isErrorsHeader(header));
  const isNameless = own.every((header) => header.trim() === "");
  return isNameless ? null : new Uint8Array(createHash("sha256").update(headersKey(own)).digest());
}
