import type { RightsOffered } from "@/lib/grants/offered";
import type { PropertyNames, RowField } from "@/lib/imports/columns/column-field";
import { isTypedField, TYPED_ROWS_MAX, withColumns } from "@/lib/imports/typed/fields";
import type { Sheet, SheetRow } from "@/lib/imports/typed/sheet";
import type { Grants } from "@/lib/permissions/grants-schema";
import { ROLES } from "@/lib/permissions/roles";
import { isPropertyField, propertyField } from "@/lib/properties/field";

/** What is being typed, as the browser keeps it. The import that comes of it has the draft's id, so it comes once. */
export type Draft = Sheet & {
  id: string;
  /** What was chosen for all rows; absent: nothing yet. */
  grants?: Grants;
};

/** Where the browser keeps a draft: one for each person in each organization. */
export const draftKey = (userId: string, organizationId: string): string =>
  `rollcall.rows.${organizationId}.${userId}`;

const VERSION = 1;

export function writeDraft({ id, columns, rows, grants }: Draft): string {
  return JSON.stringify({ version: VERSION, id, columns, rows: rows.map(({ cells }) => cells), grants });
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
  const grants = isGrants(kept.grants) ? { grants: kept.grants } : {};
  return { id: kept.id, columns: withColumns(columns, mandatory), rows, ...grants };
}

/** Kept rights as far as they are still offered, so that what cannot be chosen any more cannot stay chosen. */
export function withinOffered(grants: Grants, { roles, profiles, groups, areas }: RightsOffered): Grants {
  if (grants.by === "mirror") return grants;
  const single = areas.flatMap(({ permissions }) => permissions.map(({ value }) => value));
  return {
    by: "role",
    role: roles.includes(grants.role) ? grants.role : "user",
    accessProfile: profiles.find((each) => each === grants.accessProfile) ?? null,
    groups: grants.groups.filter((id) => groups.some((group) => group.id === id)),
    permissions: grants.permissions.filter((each) => single.includes(each)),
  };
}

type Kept = { version?: unknown; id?: unknown; columns?: unknown; rows?: unknown; grants?: unknown };

/** Whether these are of the form of rights; the server judges the rest. */
function isGrants(value: unknown): value is Grants {
  if (typeof value !== "object" || value === null) return false;
  const { by, role, groups, permissions, without } = value as Record<string, unknown>;
  return (
    ROLES.some((each) => each === role) &&
    Array.isArray(groups) &&
    Array.isArray(permissions) &&
    (by === "role" || (by === "mirror" && Array.isArray(without)))
  );
}

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
