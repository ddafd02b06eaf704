import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";
import { ROLE_LABELS } from "@/lib/permissions/roles";
import type { Property } from "@/lib/properties/types";
import type { Place } from "@/lib/scim/bind";
import type { Columns, Scalar } from "@/lib/scim/filter-sql";
import { ENTERPRISE_URI, propertiesByAttribute, ROLLCALL_URI, USER_URI } from "@/lib/scim/schemas";
import type { Shown } from "@/lib/scim/user-resource";

/** The tables that people are read from: `u`, what is kept beside them `k`, and what the connection calls them `l`. */
export const userTables = (organizationId: string, connectionId: string): Prisma.Sql => Prisma.sql`users u
  LEFT JOIN scim_people k ON k.organization_id = u.organization_id AND k.user_id = u.id
  LEFT JOIN scim_user_links l ON l.organization_id = ${organizationId}::uuid AND l.connection_id = ${connectionId}::uuid
    AND l.user_id = u.id`;

const text = (sql: Prisma.Sql): Scalar => ({ sql, kind: "text" });

const FULL_NAME = Prisma.sql`(u.first_name || ' ' || u.last_name)`;
const CAME = Prisma.sql`coalesce(k.kept #>> '{name,formatted}', '')`;
const MANAGER = Prisma.sql`(k.kept #>> ARRAY[${ENTERPRISE_URI}::text, 'manager', 'value'])`;

const FIXED: Record<string, Scalar> = {
  id: { sql: Prisma.sql`u.id`, kind: "uuid" },
  externalId: text(Prisma.sql`l.external_id`),
  userName: { ...text(Prisma.sql`u.username`), isLower: true },
  "name.formatted":
    text(Prisma.sql`(CASE WHEN strpos(${CAME}, u.first_name) > 0 AND strpos(${CAME}, u.last_name) > 0
    THEN ${CAME} ELSE ${FULL_NAME} END)`),
  "name.familyName": text(Prisma.sql`u.last_name`),
  "name.givenName": text(Prisma.sql`u.first_name`),
  displayName: text(Prisma.sql`coalesce(k.kept ->> 'displayName', ${FULL_NAME})`),
  active: { sql: Prisma.sql`(u.suspended_at IS NULL AND u.legacy_status IS NULL)`, kind: "boolean" },
  "meta.resourceType": text(Prisma.sql`'User'::text`),
  "meta.created": { sql: Prisma.sql`u.created_at`, kind: "moment" },
  "meta.lastModified": { sql: Prisma.sql`u.updated_at`, kind: "moment" },
  "meta.version": text(Prisma.sql`('W/"' || u.version || '"')`),
  [`${ENTERPRISE_URI}:organization`]: text(Prisma.sql`u.company`),
  [`${ENTERPRISE_URI}:manager.displayName`]:
    text(Prisma.sql`(CASE WHEN ${MANAGER} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    THEN (SELECT m.first_name || ' ' || m.last_name FROM users m
      WHERE m.organization_id = u.organization_id AND m.id = ${MANAGER}::uuid) END)`),
  [`${ROLLCALL_URI}:customerCode`]: text(Prisma.sql`u.customer_code`),
  [`${ROLLCALL_URI}:udid`]: text(Prisma.sql`u.udid`),
  [`${ROLLCALL_URI}:accessEndsAt`]: text(Prisma.sql`to_char(u.access_ends_at, 'YYYY-MM-DD')`),
  [`${ROLLCALL_URI}:inAddressBook`]: { sql: Prisma.sql`u.in_address_book`, kind: "boolean" },
};

/** Where the attributes of people stand. */
export function userColumns({ baseUrl, properties }: Shown): Columns {
  const own = propertiesByAttribute(properties);
  const scalar = (place: Place): Scalar => {
    const { extension, attribute, sub } = place;
    const name = `${extension ? `${extension.id}:` : ""}${attribute.name}${sub ? `.${sub.name}` : ""}`;
    if (name === "meta.location") return text(Prisma.sql`(${`${baseUrl}/Users/`}::text || u.id)`);
    if (name === `${ENTERPRISE_URI}:manager.$ref`)
      return text(Prisma.sql`(${`${baseUrl}/Users/`}::text || ${MANAGER})`);
    const property = extension?.id === ROLLCALL_URI ? own.get(attribute.name) : undefined;
    return FIXED[name] ?? (property ? propertyScalar(property) : keptScalar(place));
  };
  return { scalar, elements: (place) => elementsOf(place, baseUrl), quick };
}

function propertyScalar({ id, type }: Property): Scalar {
  const value = Prisma.sql`(u.properties ->> ${id}::text)`;
  if (type === "number") return { sql: Prisma.sql`${value}::numeric`, kind: "number" };
  return type === "yesNo" ? { sql: Prisma.sql`${value}::boolean`, kind: "boolean" } : text(value);
}

const keptPath = ({ extension, attribute, sub }: Place) =>
  Prisma.sql`k.kept #>> ${[...(extension ? [extension.id] : []), attribute.name, ...(sub ? [sub.name] : [])]}::text[]`;

const keptScalar = (place: Place): Scalar => text(Prisma.sql`(${keptPath(place)})`);

function elementsOf({ attribute: { name } }: Place, baseUrl: string): Prisma.Sql {
  switch (name) {
    case "schemas":
      return Prisma.sql`SELECT to_jsonb(uri) AS e FROM (VALUES (${USER_URI}::text, true), (${ROLLCALL_URI}, true),
        (${ENTERPRISE_URI}, u.company IS NOT NULL OR coalesce(k.kept ? ${ENTERPRISE_URI}::text, false))) AS s(uri, is_used) WHERE is_used`;
    case "roles":
      return Prisma.sql`SELECT jsonb_build_object('value', u.role, 'display', ${JSON.stringify(ROLE_LABELS)}::jsonb ->> u.role,
        'primary', true) AS e`;
    case "groups":
      return Prisma.sql`SELECT jsonb_build_object('value', g.id, '$ref', ${`${baseUrl}/Groups/`}::text || g.id, 'display', g.name,
          'type', 'direct') AS e
        FROM group_members m JOIN groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
        WHERE m.organization_id = u.organization_id AND m.user_id = u.id`;
    case "emails":
      return merged(
        name,
        Prisma.sql`('accessEmail', u.access_email, 'work', true), ('otherEmail', u.other_email, 'other', NULL)`,
      );
    case "phoneNumbers":
      return merged(
        name,
        Prisma.sql`('mobilePhone', u.mobile_phone, 'mobile', NULL::boolean), ('businessPhone', u.business_phone, 'work', NULL)`,
      );
    default:
      return Prisma.sql`SELECT e FROM jsonb_array_elements(coalesce(k.kept -> ${name}::text, '[]')) AS list(e)`;
  }
}

/** As `mergeValues` says: what came, as the columns have it by now, and the columns of which nothing came. */
const merged = (name: string, slots: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT CASE WHEN came ? '$of' AND s.value <> coalesce(came ->> '$read', '')
    THEN came || jsonb_build_object('value', s.value) ELSE came END AS e
  FROM jsonb_array_elements(coalesce(k.kept -> ${name}::text, '[]')) AS list(came)
  LEFT JOIN (VALUES ${slots}) AS s(of, value, type, is_primary) ON s.of = came ->> '$of'
  WHERE NOT came ? '$of' OR s.value IS NOT NULL
  UNION ALL
  SELECT jsonb_strip_nulls(jsonb_build_object('value', s.value, 'type', s.type, 'primary', s.is_primary))
  FROM (VALUES ${slots}) AS s(of, value, type, is_primary)
  WHERE s.value IS NOT NULL AND NOT EXISTS (SELECT FROM jsonb_array_elements(coalesce(k.kept -> ${name}::text, '[]')) AS list(came)
    WHERE came ->> '$of' = s.of)`;

/** For whoever looks somebody up by an address: almost all of them are the access email of whoever has them. */
function quick({ attribute, sub }: Place, value: string): Prisma.Sql | null {
  if (attribute.name !== "groups" || sub?.name !== "value") return null;
  return Prisma.sql`(u.id IN (SELECT m.user_id FROM group_members m
    WHERE m.organization_id = u.organization_id AND m.group_id::text = ${value}))`;
}
