import type { Attribute, Resource, ResourceType, Schema } from "@/lib/scim/attribute";
import { COUNT_MAX } from "@/lib/scim/query";
import { GROUP_TYPE } from "@/lib/scim/schemas";

const CORE = "urn:ietf:params:scim:schemas:core:2.0";

export const BULK_OPERATIONS_MAX = 500;
export const BULK_BYTES_MAX = 1_048_576;

/** What Rollcall's SCIM can do (RFC 7643, 5). */
export const serviceProviderConfig = (baseUrl: string, documentation: string): Resource => ({
  schemas: [`${CORE}:ServiceProviderConfig`],
  documentationUri: documentation,
  patch: { supported: true },
  bulk: { supported: true, maxOperations: BULK_OPERATIONS_MAX, maxPayloadSize: BULK_BYTES_MAX },
  filter: { supported: true, maxResults: COUNT_MAX },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: true },
  authenticationSchemes: [
    {
      name: "OAuth Bearer Token",
      description: "The token of a connection, as a bearer token",
      specUri: "https://www.rfc-editor.org/info/rfc6750",
      type: "oauthbearertoken",
      primary: true,
    },
  ],
  meta: { resourceType: "ServiceProviderConfig", location: `${baseUrl}/ServiceProviderConfig` },
});

/** A kind of resource as RFC 7643 (6) shows it. */
export const resourceTypeShown = (type: ResourceType, baseUrl: string): Resource => ({
  schemas: [`${CORE}:ResourceType`],
  id: type.name,
  name: type.name,
  endpoint: type.endpoint,
  description: type.description,
  schema: type.schema.id,
  ...(type.extensions.length > 0
    ? { schemaExtensions: type.extensions.map(({ id }) => ({ schema: id, required: false })) }
    : {}),
  meta: { resourceType: "ResourceType", location: `${baseUrl}/ResourceTypes/${type.name}` },
});

/** A schema as RFC 7643 (7) shows it. What every resource has is in none of them but `externalId`. */
export const schemaShown = ({ id, name, description, attributes }: Schema, baseUrl: string): Resource => ({
  schemas: [`${CORE}:Schema`],
  id,
  name,
  description,
  attributes: attributes.map(attributeShown),
  meta: { resourceType: "Schema", location: `${baseUrl}/Schemas/${id}` },
});

function attributeShown({ subAttributes, ...attribute }: Attribute): Resource {
  return { ...attribute, ...(subAttributes ? { subAttributes: subAttributes.map(attributeShown) } : {}) };
}

/** Every schema that resources of these kinds have. */
export const schemasOf = (users: ResourceType): Schema[] => [
  users.schema,
  GROUP_TYPE.schema,
  ...users.extensions,
];
