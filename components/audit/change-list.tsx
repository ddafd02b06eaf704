import type { Changes } from "@/lib/audit/changes";
import { ACCESS_PROFILE_LABELS, ROLE_LABELS } from "@/lib/permissions/roles";

const WORDS: Record<string, string> = {
  firstName: "First name",
  lastName: "Last name",
  username: "Username",
  accessEmail: "Access email",
  otherEmail: "Other email",
  mobilePhone: "Mobile phone",
  businessPhone: "Business phone",
  company: "Company",
  customerCode: "Customer code",
  udid: "UDID",
  role: "Role",
  accessProfile: "Access profile",
  activatedAt: "Activated",
  status: "Status",
  organizationName: "Name",
  defaultCountry: "Default country",
  mandatoryFields: "Mandatory fields",
  search: "Search",
  count: "People",
  suspended: "Suspended",
  removed: "Removed",
  locked: "Locked",
  prefix: "Begins with",
  scopes: "Scopes",
  expiresAt: "Expires",
  lockedUntil: "Locked until",
};

/** Field by field what was and what is. Many fields fold away behind their number. */
export function ChangeList({ changes }: { changes: Changes }) {
  const { before = {}, after = {} } = changes;
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => (before[field] ?? null) !== null || (after[field] ?? null) !== null,
  );
  if (fields.length === 0) return <span className="text-muted">None</span>;
  const list = (
    <ul className="grid gap-0.5 wrap-anywhere">
      {fields.map((field) => (
        <li key={field}>
          <span className="text-muted">{WORDS[field] ?? field}: </span>
          {field in before && <del className="no-underline">{show(field, before[field])} → </del>}
          <ins className="no-underline">{show(field, after[field])}</ins>
        </li>
      ))}
    </ul>
  );
  if (fields.length <= 2) return list;
  return (
    <details>
      <summary className="cursor-pointer">{fields.length} fields</summary>
      {list}
    </details>
  );
}

const NAMES: Record<string, Readonly<Record<string, string>>> = {
  role: ROLE_LABELS,
  accessProfile: ACCESS_PROFILE_LABELS,
};

function show(field: string, value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return NAMES[field]?.[String(value)] ?? String(value);
}
