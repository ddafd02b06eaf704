import type { Property } from "@/lib/properties/types";
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
export type TemplateColumn = {
  header: string;
  field: UserField | null;
  isMandatory: boolean;
  /** Of a column that is no field of everybody's. */
  property?: Property;
};

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
 * The columns of a template: those of its layout, then what the organization asks for and the layout has no place for.
 * What a person has to have, by the product, by the layout or by the organization's setting `mandatory`, has a star
 * behind its header in every kind of file, as CSV and XLS have no other mark; matching passes over it.
 */
export function templateColumns(
  template: Template,
  mandatory: readonly UserField[],
  properties: readonly Property[] = [],
): TemplateColumn[] {
  const own = properties.map(columnOfProperty);
  const isAsked = (field: UserField) => MANDATORY_FIELDS.includes(field) || mandatory.includes(field);
  if (template === "all-fields") return [...ownColumns(isAsked), ...own];
  const also = ALSO_MANDATORY[template] ?? [];
  const fixed = FIXED[template].map(([header, field]) =>
    columnOf(header, field, isAsked(field) || also.includes(field)),
  );
  const lacking = USER_FIELDS.filter(
    (field) => isAsked(field) && !fixed.some((column) => column.field === field),
  );
  return [
    ...fixed,
    ...lacking.map((field) => columnOf(USER_FIELD_INFO[field].label, field, true)),
    ...own.filter(({ isMandatory }) => isMandatory),
  ];
}

/** The organization's own: mandatory fields first. */
function ownColumns(isAsked: (field: UserField) => boolean): TemplateColumn[] {
  const own = USER_FIELDS.filter(isAsked);
  const others = USER_FIELDS.filter((field) => !isAsked(field) && !LEFT_OUT.includes(field));
  return [...own, ...others].map((field) => columnOf(USER_FIELD_INFO[field].label, field, isAsked(field)));
}

function columnOfProperty(property: Property): TemplateColumn {
  const isMandatory = property.isRequired && property.defaultValue === null;
  return { header: isMandatory ? `${property.name} *` : property.name, field: null, isMandatory, property };
}

const columnOf = (header: string, field: UserField, isMandatory: boolean): TemplateColumn => ({
  header: isMandatory ? `${header} *` : header,
  field,
  isMandatory,
});
