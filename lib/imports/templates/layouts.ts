import { MANDATORY_FIELDS, USER_FIELD_INFO, USER_FIELDS, type UserField } from "@/lib/users/fields";

/** The layouts to download a file of: the organization's own fields, and those of the sources. */
export const TEMPLATES = [
  "all-fields",
  "firstname-lastname-emailaddress-phone",
  "names-and-email",
  "names-to-udid",
  "usernames-and-roles",
] as const;
export type Template = (typeof TEMPLATES)[number];

/** Kinds of file that a template comes as. */
export const TEMPLATE_FORMATS = ["xlsx", "csv", "xls"] as const;
export type TemplateFormat = (typeof TEMPLATE_FORMATS)[number];

export const TEMPLATE_INFO: Record<Template, { label: string; formats: readonly TemplateFormat[] }> = {
  "all-fields": { label: "Your organization’s fields", formats: ["xlsx", "csv"] },
  "firstname-lastname-emailaddress-phone": { label: "Names, e-mail and phone", formats: ["xlsx", "csv"] },
  "names-and-email": { label: "Names and e-mail", formats: ["xlsx", "csv"] },
  "names-to-udid": { label: "Names, login, phones and codes", formats: ["xlsx", "xls", "csv"] },
  "usernames-and-roles": { label: "Usernames and roles", formats: ["xlsx", "csv"] },
};

/** One column of a template. */
export type TemplateColumn = { header: string; field: UserField; isMandatory: boolean };

type FixedTemplate = Exclude<Template, "all-fields">;

// As the sources have them, in their spelling and order: S0, S1, S2 and S3.
const FIXED: Record<FixedTemplate, readonly (readonly [string, UserField])[]> = {
  "firstname-lastname-emailaddress-phone": [
    ["firstname", "firstName"],
    ["lastname", "lastName"],
    ["emailaddress", "accessEmail"],
    ["phone", "mobilePhone"],
  ],
  "names-and-email": [
    ["First Name", "firstName"],
    ["Last Name", "lastName"],
    ["Email", "accessEmail"],
  ],
  "names-to-udid": [
    ["First Name", "firstName"],
    ["Last Name", "lastName"],
    ["Login", "username"],
    ["Password", "password"],
    ["Mobile Phone number", "mobilePhone"],
    ["Business Phone number", "businessPhone"],
    ["Email Address", "accessEmail"],
    ["Company", "company"],
    ["Unique Customer Code", "customerCode"],
    ["UDID", "udid"],
  ],
  "usernames-and-roles": [
    ["First name", "firstName"],
    ["Last name", "lastName"],
    ["Username", "username"],
    ["Email", "accessEmail"],
    ["Phone", "mobilePhone"],
    ["Role", "role"],
  ],
};

// What the source asks for beyond what everybody has to have [S2].
const ALSO_MANDATORY: Partial<Record<FixedTemplate, readonly UserField[]>> = {
  "names-to-udid": ["username", "password", "mobilePhone"],
  "usernames-and-roles": ["username"],
};

// Everybody begins as pending, and most people choose a password of their own.
const LEFT_OUT: readonly UserField[] = ["password", "status"];

/**
 * The columns of a template. The organization's own has its mandatory fields first, each with a star that matching
 * passes over; the others keep the headers that other programs know.
 */
export function templateColumns(template: Template, mandatory: readonly UserField[]): TemplateColumn[] {
  if (template !== "all-fields") {
    const needed = [...MANDATORY_FIELDS, ...(ALSO_MANDATORY[template] ?? [])];
    return FIXED[template].map(([header, field]) => ({ header, field, isMandatory: needed.includes(field) }));
  }
  const own = USER_FIELDS.filter((field) => mandatory.includes(field));
  const others = USER_FIELDS.filter((field) => !mandatory.includes(field) && !LEFT_OUT.includes(field));
  return [...own, ...others].map((field) => {
    const isMandatory = mandatory.includes(field);
    const { label } = USER_FIELD_INFO[field];
    return { header: isMandatory ? `${label} *` : label, field, isMandatory };
  });
}
