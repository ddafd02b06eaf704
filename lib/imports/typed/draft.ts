import type { PropertyNames, RowField } from "@/lib/imports/columns/column-field";
import { isTypedField, TYPED_ROWS_MAX, withColumns } from "@/lib/imports/typed/fields";
import type { Sheet, SheetRow } from "@/lib/imports/typed/sheet";
import { isPropertyField, propertyField } from "@/lib/properties/field";

/** What is being typed, as the browser keeps it. The import that comes of it has the draft's id, so it comes once. */
export type Draft = Sheet & { id: string };

/** Where the browser keeps a draft: one for each person in each organization. */
export const draftKey = (userId: string, organizationId: string): string =>
  `rollcall.rows.${organizationId}.${userId}`;

const VERSION = 1;

export function writeDraft({ id, columns, rows }: Draft): string {
  return JSON.stringify({ version: VERSION, id, columns, rows: rows.map(({ cells }) => cells) });
}

/** The draft in a text, or null where there is none that can be read. Columns that are mandatory by now are added. */
export function readDraft(
  text: string | null,
  mandatory: readonly RowField[],
  newId: () => string,
  properties: PropertyNames = [],
): Draft | null {
  const kept = parse(text);
  if (kept?.version !== VERSION || typeof kept.id !== "string" || !Array.isArray(kept.rows)) return null;
  const isThere = (field: RowField) =>
    !isPropertyField(field) || properties.some(({ id }) => propertyField(id) === field);
  const columns = Array.isArray(kept.columns) ? (kept.columns as RowField[]).filter(isThere) : [];
  const rows = kept.rows
    .slice(0, TYPED_ROWS_MAX)
    .map((cells): SheetRow => ({ id: newId(), cells: cellsOf(cells) }));
  if (rows.length === 0) return null;
  return { id: kept.id, columns: withColumns(columns, mandatory), rows };
}

type Kept = { version?: unknown; id?: unknown; columns?: unknown; rows?: unknown };

function parse(text: string | null): Kept | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

function cellsOf(value: unknown): SheetRow["cells"] {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([field, text]) => isTypedField(field) && typeof text === "string"),
  );
}
