/** The characteristics of an attribute (RFC 7643, 2.2 and 7). */
export type Attribute = {
  name: string;
  type: "string" | "boolean" | "decimal" | "dateTime" | "reference" | "complex" | "binary";
  multiValued: boolean;
  description: string;
  required: boolean;
  caseExact: boolean;
  mutability: "readOnly" | "readWrite" | "immutable" | "writeOnly";
  returned: "always" | "default" | "request" | "never";
  uniqueness: "none" | "server";
  canonicalValues?: readonly string[];
  referenceTypes?: readonly string[];
  subAttributes?: readonly Attribute[];
};

export type Schema = { id: string; name: string; description: string; attributes: readonly Attribute[] };

/** A kind of resource: its own schema, and those that add to it. */
export type ResourceType = {
  name: "User" | "Group";
  endpoint: "/Users" | "/Groups";
  description: string;
  schema: Schema;
  extensions: readonly Schema[];
};

/** A resource as JSON has it: attributes by their names, those of extensions under the extension's URI. */
export type Resource = Record<string, unknown>;

type Said = Partial<Omit<Attribute, "name" | "description">>;

/** An attribute as most are: one text that anybody may read and write. */
export const attribute = (name: string, description: string, said: Said = {}): Attribute => ({
  name,
  type: "string",
  multiValued: false,
  description,
  required: false,
  caseExact: false,
  mutability: "readWrite",
  returned: "default",
  uniqueness: "none",
  ...said,
});

const READ_ONLY = { mutability: "readOnly", caseExact: true } as const;

/** What every resource has, whatever its schema (RFC 7643, 3.1). */
export const COMMON: readonly Attribute[] = [
  attribute("schemas", "The schemas that the resource has attributes of.", {
    type: "reference",
    multiValued: true,
    mutability: "readOnly",
    returned: "always",
    caseExact: true,
    referenceTypes: ["uri"],
  }),
  attribute("id", "The identifier that Rollcall gave the resource.", {
    ...READ_ONLY,
    returned: "always",
    uniqueness: "server",
  }),
  attribute("externalId", "What this connection calls the resource.", { caseExact: true }),
  attribute("meta", "About the resource itself.", {
    type: "complex",
    mutability: "readOnly",
    subAttributes: [
      attribute("resourceType", "The kind of resource.", READ_ONLY),
      attribute("created", "When it was made.", { ...READ_ONLY, type: "dateTime" }),
      attribute("lastModified", "When it was changed last.", { ...READ_ONLY, type: "dateTime" }),
      attribute("location", "Where it is read.", {
        ...READ_ONLY,
        type: "reference",
        referenceTypes: ["uri"],
      }),
      attribute("version", "What it is compared by, as an ETag.", READ_ONLY),
    ],
  }),
];

const isNamed = (name: string) => {
  const key = name.toLowerCase();
  return (each: Attribute) => each.name.toLowerCase() === key;
};

/** The attribute of a name among some; names are told apart without regard to case (RFC 7643, 2.1). */
export const attributeNamed = (name: string, among: readonly Attribute[] = []): Attribute | undefined =>
  among.find(isNamed(name));

/** Every attribute at a resource's own level. */
export const ownAttributes = ({ schema }: ResourceType): readonly Attribute[] => [
  ...COMMON,
  ...schema.attributes,
];

export const extensionOf = ({ extensions }: ResourceType, uri: string): Schema | undefined =>
  extensions.find(({ id }) => id.toLowerCase() === uri.toLowerCase());
