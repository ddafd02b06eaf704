import type { ColumnField } from "@/lib/imports/columns/column-field";

/** Products whose files are known by their headers. */
export const SYSTEM_NAMES = ["Google Workspace", "Microsoft 365", "Okta", "Moodle"] as const;
export type SystemName = (typeof SYSTEM_NAMES)[number];

/**
 * `signs` are sets of headers; a file with all of one of them is this product's. `fields` lists the headers of a field,
 * the best first: the others are only taken where that one is absent or blank. Headers are compared by `headerKey`.
 */
export type SystemLayout = {
  name: SystemName;
  signs: readonly (readonly string[])[];
  fields: Partial<Record<ColumnField, readonly string[]>>;
};

const MOODLE = ["username", "firstname", "lastname", "email"];
const OKTA = ["login", "firstName", "lastName", "email"];

export const SYSTEM_LAYOUTS: readonly SystemLayout[] = [
  {
    // Directory > Users > Bulk update users, and Download users.
    name: "Google Workspace",
    signs: [
      [
        "First Name [Required]",
        "Last Name [Required]",
        "Email Address [Required]",
        "Org Unit Path [Required]",
      ],
      ["First Name [Required]", "Last Name [Required]", "Email Address [Required]", "Password [Required]"],
    ],
    fields: {
      firstName: ["First Name [Required]"],
      lastName: ["Last Name [Required]"],
      accessEmail: ["Email Address [Required]"],
      password: ["Password [Required]"],
      otherEmail: ["Home Secondary Email", "Recovery Email", "Work Secondary Email"],
      mobilePhone: ["Mobile Phone", "Recovery Phone [MUST BE IN THE E.164 FORMAT]"],
      businessPhone: ["Work Phone"],
    },
  },
  {
    // The lists of the Microsoft 365 and Entra admin centers, Entra's bulk create, and Add multiple users.
    name: "Microsoft 365",
    signs: [
      ["User principal name", "Display name"],
      ["User name [userPrincipalName] Required", "Name [displayName] Required"],
      ["Username", "Display name", "Office phone", "Alternate email address"],
    ],
    fields: {
      firstName: ["First name", "givenName", "First name [givenName]"],
      lastName: ["Last name", "surname", "Last name [surname]"],
      fullName: ["Display name", "Name [displayName] Required"],
      username: ["User principal name", "User name [userPrincipalName] Required", "Username"],
      accessEmail: ["mail", "Email", "Email address"],
      password: ["Initial password [passwordProfile] Required", "Password"],
      otherEmail: [
        "Alternate email address",
        "Alternate email addresses",
        "alternateEmailAddress",
        "Alternate email address [otherMails]",
        "otherMails",
      ],
      mobilePhone: ["Mobile Phone", "Mobile phone [mobile]"],
      businessPhone: ["Office phone", "Phone number", "telephoneNumber", "Office phone [telephoneNumber]"],
      company: ["companyName", "Company", "Company name [companyName]"],
    },
  },
  {
    // Directory > People > Import users from CSV.
    name: "Okta",
    signs: [
      [...OKTA, "secondEmail"],
      [...OKTA, "primaryPhone"],
      [...OKTA, "honorificPrefix"],
    ],
    fields: {
      firstName: ["firstName"],
      lastName: ["lastName"],
      username: ["login"],
      accessEmail: ["email"],
      password: ["password"],
      otherEmail: ["secondEmail"],
      mobilePhone: ["mobilePhone"],
      businessPhone: ["primaryPhone"],
      company: ["organization"],
    },
  },
  {
    // Site administration > Users > Upload users, and Bulk user actions > Download.
    name: "Moodle",
    signs: ["phone1", "phone2", "institution", "idnumber", "auth", "course1", "cohort1", "maildisplay"].map(
      (header) => [...MOODLE, header],
    ),
    fields: {
      firstName: ["firstname"],
      lastName: ["lastname"],
      username: ["username"],
      accessEmail: ["email"],
      password: ["password"],
      mobilePhone: ["phone2"],
      businessPhone: ["phone1"],
      company: ["institution"],
    },
  },
];
