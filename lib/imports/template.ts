import { csvLine } from "@/lib/exports/csv";
import { USER_FIELD_INFO, USER_FIELDS } from "@/lib/users/fields";

/** The layouts to download an empty file of: those of the sources, and one with all of our own fields. */
export const TEMPLATES = ["all-fields", "firstname-lastname-emailaddress-phone", "names-and-email"] as const;
export type Template = (typeof TEMPLATES)[number];

const HEADERS: Record<Template, readonly string[]> = {
  // Passwords do not come in files, and everybody begins as pending.
  "all-fields": USER_FIELDS.filter((field) => field !== "password" && field !== "status").map(
    (field) => USER_FIELD_INFO[field].label,
  ),
  "firstname-lastname-emailaddress-phone": ["firstname", "lastname", "emailaddress", "phone"],
  "names-and-email": ["First Name", "Last Name", "Email"],
};

export const TEMPLATE_LABELS: Record<Template, string> = {
  "all-fields": "All fields",
  "firstname-lastname-emailaddress-phone": "Names, e-mail and phone",
  "names-and-email": "Names and e-mail",
};

/** An empty file of a layout as CSV text: its headers and nothing else. A byte order mark tells Excel that it is UTF-8. */
export function templateCsv(template: Template): string {
  return `\ufeff${csvLine(HEADERS[template])}\r\n`;
}
