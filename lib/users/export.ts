import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { USER_FIELD_INFO, USER_FIELDS, type UserField } from "@/lib/users/fields";
import { STATUS_MEANINGS, type Status } from "@/lib/users/status";

/** A person as an export tells of them. */
export type ExportRow = Record<ExportField, string | null> & { role: Role; status: Status; createdAt: Date };

type ExportField = Exclude<UserField, "password" | "status" | "role">;

// A password is nobody's to read, and a status nobody's to give: under its own name an import would refuse most of them.
const FIELDS = USER_FIELDS.filter(
  (field): field is ExportField | "role" => !["password", "status"].includes(field),
);

/** The header of an export. An import knows all of its columns by name but the last two, which tell and do not set. */
export const EXPORT_HEADER: readonly string[] = [
  ...FIELDS.map((field) => USER_FIELD_INFO[field].label),
  "Current status",
  "Created",
];

/** One line of an export, in the order of the header; times are ISO 8601 in UTC. */
export function exportCells(row: ExportRow): string[] {
  return [
    ...FIELDS.map((field) => (field === "role" ? ROLE_LABELS[row.role] : (row[field] ?? ""))),
    STATUS_MEANINGS[row.status].label,
    row.createdAt.toISOString(),
  ];
}

/** The name of the file: `acme-users-2026-11-21.csv`, by the day in UTC. */
export const exportFileName = (slug: string, now: Date) =>
  `${slug}-users-${now.toISOString().slice(0, 10)}.csv`;
