import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { GROUPS_LABEL, SERVICES_LABEL } from "@/lib/users/columns";
import { isoDayOf } from "@/lib/users/date";
import { USER_FIELD_INFO, USER_FIELDS, type UserField } from "@/lib/users/fields";
import { STATUS_MEANINGS, type Status } from "@/lib/users/status";

/** A person as an export tells of them. */
export type ExportRow = Record<TextField, string | null> & {
  accessEndsAt: Date | null;
  inAddressBook: boolean;
  role: Role;
  status: Status;
  createdAt: Date;
  /** As a file tells them, in the order of the properties. */
  properties?: readonly string[];
  /** The groups, where the file tells of them. */
  groups?: string;
  /** The services, where the file tells of them. */
  services?: string;
};

type TextField = Exclude<UserField, "password" | "status" | "role" | "accessEndsAt" | "inAddressBook">;

// A password is nobody's to read, and a status nobody's to give: under its own name an import would refuse most of them.
const FIELDS = USER_FIELDS.filter(
  (field): field is Exclude<UserField, "password" | "status"> => !["password", "status"].includes(field),
);

/** What an export tells of a person that no import sets. */
export const EXPORT_ONLY_HEADERS = ["Current status", "Created"] as const;

/** What a file tells beside the fields of everybody. */
export type ExportExtras = { properties?: readonly { name: string }[]; groups?: boolean; services?: boolean };

/** The header of an export. An import knows all of its columns by name but the last ones, which tell and do not set. */
export const exportHeader = ({
  properties = [],
  groups = false,
  services = false,
}: ExportExtras = {}): string[] => [
  ...FIELDS.map((field) => USER_FIELD_INFO[field].label),
  ...properties.map(({ name }) => name),
  ...EXPORT_ONLY_HEADERS,
  ...(groups ? [GROUPS_LABEL] : []),
  ...(services ? [SERVICES_LABEL] : []),
];

/** One line of an export, in the order of the header; times are ISO 8601 in UTC. */
export function exportCells(row: ExportRow): string[] {
  return [
    ...FIELDS.map((field) => cellOf(row, field)),
    ...(row.properties ?? []),
    STATUS_MEANINGS[row.status].label,
    row.createdAt.toISOString(),
    ...(row.groups === undefined ? [] : [row.groups]),
    ...(row.services === undefined ? [] : [row.services]),
  ];
}

function cellOf(row: ExportRow, field: (typeof FIELDS)[number]): string {
  if (field === "role") return ROLE_LABELS[row.role];
  if (field === "accessEndsAt") return row.accessEndsAt ? isoDayOf(row.accessEndsAt) : "";
  if (field === "inAddressBook") return row.inAddressBook ? "yes" : "no";
  return row[field] ?? "";
}

/** The kinds of file that people are exported as. */
export const EXPORT_FORMATS = ["csv", "xlsx"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The name of the file: `acme-users-2026-11-21.csv`, by the day in UTC. */
export const exportFileName = (slug: string, now: Date, format: ExportFormat) =>
  `${slug}-users-${isoDayOf(now)}.${format}`;
