import { ROLE_LABELS, ROLES } from "@/lib/permissions/roles";
import type { Property } from "@/lib/properties/types";
import { type Attribute, attribute, type ResourceType, type Schema } from "@/lib/scim/attribute";
import { propertyAttributes } from "@/lib/scim/property-attributes";

export const USER_URI = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP_URI = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const ENTERPRISE_URI = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/** What Rollcall keeps of a person beyond SCIM's own schemas, the organization's properties among it. */
export const ROLLCALL_URI = "urn:rollcall:params:scim:schemas:extension:2.0:User";

const REFERENCE = { type: "reference", caseExact: true, mutability: "readOnly" } as const;

/** The usual sub-attributes of an attribute with several values (RFC 7643, 2.4). */
const several = (
  name: string,
  description: string,
  types: readonly string[],
  more: Partial<Attribute> = {},
) =>
  attribute(name, description, {
    type: "complex",
    multiValued: true,
    subAttributes: [
      attribute("value", "The value itself.", more),
      attribute("display", "How it is shown."),
      attribute("type", "What it is for.", { canonicalValues: types }),
      attribute("primary", "Whether it is the one to take first.", { type: "boolean" }),
    ],
  });

const NAME = attribute("name", "The parts of the person’s name.", {
  type: "complex",
  subAttributes: [
    attribute("formatted", "The whole name, as it is shown."),
    attribute("familyName", "The last name."),
    attribute("givenName", "The first name."),
    attribute("middleName", "The middle names."),
    attribute("honorificPrefix", "What stands before the name, such as “Dr”."),
    attribute("honorificSuffix", "What stands behind the name, such as “III”."),
  ],
});

const ADDRESSES = attribute("addresses", "Postal addresses.", {
  type: "complex",
  multiValued: true,
  subAttributes: [
    attribute("formatted", "The whole address."),
    attribute("streetAddress", "Street and number."),
    attribute("locality", "The town."),
    attribute("region", "The state or region."),
    attribute("postalCode", "The postal code."),
    attribute("country", "The country, as ISO 3166-1 alpha-2."),
    attribute("type", "What it is for.", { canonicalValues: ["work", "home", "other"] }),
    attribute("primary", "Whether it is the one to take first.", { type: "boolean" }),
  ],
});

const GROUPS = attribute("groups", "The groups that the person is in; they are changed at the groups.", {
  type: "complex",
  multiValued: true,
  mutability: "readOnly",
  subAttributes: [
    attribute("value", "The group’s id.", { mutability: "readOnly", caseExact: true }),
    attribute("$ref", "Where the group is read.", { ...REFERENCE, referenceTypes: ["Group"] }),
    attribute("display", "The group’s name.", { mutability: "readOnly" }),
    attribute("type", "How the person is in it.", { mutability: "readOnly", canonicalValues: ["direct"] }),
  ],
});

const rolesAttribute = (isWritable: boolean) =>
  attribute(
    "roles",
    `The person’s one role here: ${ROLES.map((role) => `“${role}” (${ROLE_LABELS[role]})`).join(", ")}.`,
    {
      type: "complex",
      multiValued: true,
      mutability: isWritable ? "readWrite" : "readOnly",
      subAttributes: [
        attribute("value", "The role.", { canonicalValues: ROLES }),
        attribute("display", "The role in words.", { mutability: "readOnly" }),
        attribute("type", "What it is for."),
        attribute("primary", "Whether it is the one to take first.", { type: "boolean" }),
      ],
    },
  );

const userSchema = (writesRoles: boolean): Schema => ({
  id: USER_URI,
  name: "User",
  description: "A person’s account",
  attributes: [
    attribute("userName", "What the person signs in with: local@domain, at a domain of the organization.", {
      required: true,
      uniqueness: "server",
    }),
    NAME,
    attribute("displayName", "The name to show."),
    attribute("nickName", "What the person is called."),
    attribute("profileUrl", "A page about the person.", {
      type: "reference",
      caseExact: true,
      referenceTypes: ["external"],
    }),
    attribute("title", "The person’s title at work."),
    attribute("userType", "How the person belongs to the organization."),
    attribute("preferredLanguage", "The languages that the person likes best."),
    attribute("locale", "Where the person is, for numbers and dates."),
    attribute("timezone", "The person’s time zone."),
    attribute("active", "Whether the person may sign in; false suspends them.", { type: "boolean" }),
    several("emails", "Addresses; the primary one is the access email.", ["work", "home", "other"]),
    several("phoneNumbers", "Telephone numbers.", ["work", "home", "mobile", "fax", "pager", "other"]),
    several("ims", "Addresses for instant messages.", []),
    several("photos", "Pictures of the person.", ["photo", "thumbnail"], {
      type: "reference",
      caseExact: true,
      referenceTypes: ["external"],
    }),
    ADDRESSES,
    GROUPS,
    several("entitlements", "What the person is entitled to.", []),
    rolesAttribute(writesRoles),
    several("x509Certificates", "Certificates of the person.", [], { type: "binary", caseExact: true }),
  ],
});

const ENTERPRISE: Schema = {
  id: ENTERPRISE_URI,
  name: "EnterpriseUser",
  description: "What an enterprise says of a person",
  attributes: [
    attribute("employeeNumber", "The number that the organization gave the person."),
    attribute("costCenter", "The cost center."),
    attribute("organization", "The company; it is the person’s company here."),
    attribute("division", "The division."),
    attribute("department", "The department."),
    attribute("manager", "The person’s manager.", {
      type: "complex",
      subAttributes: [
        attribute("value", "The id of the manager’s resource.", { caseExact: true }),
        attribute("$ref", "Where the manager is read.", { ...REFERENCE, referenceTypes: ["User"] }),
        attribute("displayName", "The manager’s name.", { mutability: "readOnly" }),
      ],
    }),
  ],
};

const OWN: readonly Attribute[] = [
  attribute("customerCode", "The unique customer code.", { caseExact: true, uniqueness: "server" }),
  attribute("udid", "The UDID.", { caseExact: true }),
  attribute("accessEndsAt", "The last day of access in UTC, such as 2026-12-31."),
  attribute("inAddressBook", "Whether the global address book lists the person.", { type: "boolean" }),
];

const GROUP: Schema = {
  id: GROUP_URI,
  name: "Group",
  description: "A group of people",
  attributes: [
    attribute("displayName", "The group’s name.", { required: true, uniqueness: "server" }),
    attribute("members", "The people in the group.", {
      type: "complex",
      multiValued: true,
      subAttributes: [
        attribute("value", "The id of the member’s resource.", { mutability: "immutable", caseExact: true }),
        attribute("$ref", "Where the member is read.", {
          ...REFERENCE,
          mutability: "immutable",
          referenceTypes: ["User"],
        }),
        attribute("type", "The kind of member.", { mutability: "immutable", canonicalValues: ["User"] }),
        attribute("display", "The member’s name.", { mutability: "readOnly" }),
      ],
    }),
  ],
};

export const GROUP_TYPE: ResourceType = {
  name: "Group",
  endpoint: "/Groups",
  description: "Group",
  schema: GROUP,
  extensions: [],
};

/** People as a connection sees them: with the organization's properties, and roles to write or only to read. */
export const userType = (properties: readonly Property[], writesRoles: boolean): ResourceType => ({
  name: "User",
  endpoint: "/Users",
  description: "User Account",
  schema: userSchema(writesRoles),
  extensions: [
    ENTERPRISE,
    {
      id: ROLLCALL_URI,
      name: "RollcallUser",
      description: "What Rollcall and the organization keep of a person beside that",
      attributes: [...OWN, ...propertyAttributes(properties, OWN).map(({ attribute: each }) => each)],
    },
  ],
});

/** The properties by the names of their attributes. */
export const propertiesByAttribute = (properties: readonly Property[]): ReadonlyMap<string, Property> =>
  new Map(propertyAttributes(properties, OWN).map(({ attribute: { name }, property }) => [name, property]));
