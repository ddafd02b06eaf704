import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { freeNameCandidates, offerFreeNames } from "@/lib/imports/plan/free-names";
import type { MatchKey } from "@/lib/imports/plan/modes";
import { type ExistingPerson, rowKeyOf } from "@/lib/imports/plan/people";
import {
  type Directory,
  keysOf,
  numbersOf,
  type PlannedRow,
  type PlanOptions,
  uniqueValues,
} from "@/lib/imports/plan/plan";
import type { JudgedRow } from "@/lib/imports/rows/judge";
import { isPropertyField, type PropertyField } from "@/lib/properties/field";
import { holdersOf } from "@/lib/telephony/free";
import { readTelephonySettings } from "@/lib/telephony/settings";

const KEYS_AT_ONCE = 20_000;
const FREE_NAMES_MAX = 40_000;

/** What the organization already has, of the keys that rows mention. */
export async function directoryFor(
  tx: Transaction,
  organizationId: string,
  rows: readonly JudgedRow[],
  { mode, matchKey, properties }: Pick<PlanOptions, "mode" | "matchKey" | "properties">,
): Promise<Directory> {
  const { usernames, accessEmails, customerCodes } = keysOf(rows);
  const people =
    mode === "createOnly" ? {} : { people: await findPeople(tx, organizationId, rows, matchKey) };
  const asked = { username: usernames, accessEmail: accessEmails, customerCode: customerCodes };
  const found = await findKeys(tx, organizationId, asked);
  return {
    ...people,
    ...(await findExtensions(tx, organizationId, rows)),
    propertyValues: await findValues(tx, organizationId, rows, properties),
    usernames: found.username,
    accessEmails: found.accessEmail,
    customerCodes: found.customerCode,
  };
}

/**
 * The rows with the next free username offered where theirs is taken. Of rows that are not a whole file, `findOthers`
 * tells which names the others have.
 */
export async function withFreeNames(
  tx: Transaction,
  organizationId: string,
  rows: readonly PlannedRow[],
  findOthers: (names: string[]) => Promise<ReadonlySet<string>> = async () => new Set(),
): Promise<PlannedRow[]> {
  const candidates = freeNameCandidates(rows);
  const looked = candidates.slice(0, FREE_NAMES_MAX);
  const { username: taken } = await findKeys(tx, organizationId, { username: looked });
  const others = await findOthers(looked);
  // What was not looked up is not offered.
  return offerFreeNames(rows, new Set([...taken, ...others, ...candidates.slice(FREE_NAMES_MAX)]));
}

const PEOPLE_AT_ONCE = 5_000;

/** The people whom rows mean, each with what a file may change. */
async function findPeople(
  tx: Transaction,
  organizationId: string,
  rows: readonly JudgedRow[],
  matchKey: MatchKey,
): Promise<ExistingPerson[]> {
  const keys = new Map<MatchKey, Set<string>>();
  for (const row of rows) {
    const key = rowKeyOf(row, matchKey);
    if (!key) continue;
    const values = keys.get(key.field);
    if (values) values.add(key.value);
    else keys.set(key.field, new Set([key.value]));
  }
  const bringsProperties = rows.some(({ values }) => Object.keys(values).some(isPropertyField));
  const bringsExtensions = rows.some(({ values }) => values.extension !== undefined);
  const bringsPasswords = rows.some(({ values }) => values.password);
  const found = new Map<string, ExistingPerson>();
  for (const [field, values] of keys) {
    const all = [...values];
    for (let at = 0; at < all.length; at += PEOPLE_AT_ONCE) {
      const people = await tx.$queryRawUnsafe<ExistingPerson[]>(
        `${selectPeople({ bringsPasswords, bringsProperties, bringsExtensions })} WHERE organization_id = $1::uuid AND removed_at IS NULL AND ${KEY_COLUMNS[field]} = ANY($2::text[])`,
        organizationId,
        all.slice(at, at + PEOPLE_AT_ONCE),
      );
      for (const person of people) found.set(person.id, person);
    }
  }
  return [...found.values()];
}

const KEY_COLUMNS: Record<MatchKey, string> = {
  username: "username",
  accessEmail: "access_email",
  customerCode: "customer_code",
};

/** Whether somebody has a password is asked where a file brings some: it is a look-up for each of them. */
const selectPeople = ({
  bringsPasswords,
  bringsProperties,
  bringsExtensions,
}: Record<
  Brought,
  boolean
>) => `SELECT id, version, access_profile AS "accessProfile", (SELECT h.permissions FROM held_permissions h
  WHERE h.organization_id = users.organization_id AND h.user_id = users.id) AS extra, jsonb_strip_nulls(jsonb_build_object(
  'firstName', first_name, 'lastName', last_name, 'username', username, 'accessEmail', access_email,
  'otherEmail', other_email, 'mobilePhone', mobile_phone, 'businessPhone', business_phone, 'company', company,
  'customerCode', customer_code, 'udid', udid, 'role', role,
  'password', ${bringsPasswords ? HAS_PASSWORD : "NULL"},
  'extension', ${bringsExtensions ? EXTENSION : "NULL"},
  'inAddressBook', CASE WHEN in_address_book THEN 'yes' ELSE 'no' END,
  'accessEndsAt', regexp_replace(to_char(access_ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'T23:59:59.999Z$', ''))) ${bringsProperties ? `|| ${PROPERTIES}` : ""} AS values FROM users`;

type Brought = "bringsPasswords" | "bringsProperties" | "bringsExtensions";

const EXTENSION = `(SELECT e.number FROM extensions e
  WHERE e.organization_id = users.organization_id AND e.user_id = users.id)`;

const PROPERTIES = `(SELECT coalesce(jsonb_object_agg('property.' || key, value), '{}') FROM jsonb_each(properties))`;

const HAS_PASSWORD = `(SELECT 'set' FROM passwords p
  WHERE p.organization_id = users.organization_id AND p.user_id = users.id)`;

/** What has the numbers that rows say, and which others there may be; nothing where no row says one. */
async function findExtensions(
  tx: Transaction,
  organizationId: string,
  rows: readonly JudgedRow[],
): Promise<Pick<Directory, "extensions">> {
  const numbers = numbersOf(rows);
  if (numbers.length === 0) return {};
  const { ranges } = await readTelephonySettings(tx, organizationId);
  return { extensions: { ranges, holders: await holdersOf(tx, organizationId, numbers) } };
}

/** Which values of rows somebody has, of properties that no two have the same value of. */
async function findValues(
  tx: Transaction,
  organizationId: string,
  rows: readonly JudgedRow[],
  properties: PlanOptions["properties"],
): Promise<ReadonlyMap<PropertyField, ReadonlySet<string>>> {
  const found = new Map<PropertyField, ReadonlySet<string>>();
  for (const { id, field, values } of uniqueValues(rows, properties)) {
    const held = new Set<string>();
    for (let at = 0; at < values.length; at += KEYS_AT_ONCE) {
      const some = await tx.propertyValue.findMany({
        where: { organizationId, propertyId: id, value: { in: values.slice(at, at + KEYS_AT_ONCE) } },
        select: { value: true },
      });
      for (const { value } of some) held.add(value);
    }
    found.set(field, held);
  }
  return found;
}

const KEY_NAMES = ["username", "accessEmail", "customerCode"] as const;

/** Which of these keys the organization's people have: one statement for the keys of a few rows. */
async function findKeys(
  tx: Transaction,
  organizationId: string,
  asked: Partial<Record<MatchKey, readonly string[]>>,
): Promise<Record<MatchKey, ReadonlySet<string>>> {
  const found = {
    username: new Set<string>(),
    accessEmail: new Set<string>(),
    customerCode: new Set<string>(),
  };
  const longest = Math.max(0, ...KEY_NAMES.map((name) => asked[name]?.length ?? 0));
  for (let at = 0; at < longest; at += KEYS_AT_ONCE) {
    const parts = KEY_NAMES.flatMap((name) => {
      const keys = asked[name]?.slice(at, at + KEYS_AT_ONCE) ?? [];
      const column = Prisma.raw(KEY_COLUMNS[name]);
      return keys.length === 0
        ? []
        : [
            Prisma.sql`SELECT ${name}::text AS name, ${column} AS key FROM users
              WHERE organization_id = ${organizationId}::uuid AND removed_at IS NULL AND ${column} = ANY(${keys}::text[])`,
          ];
    });
    const rows = await tx.$queryRaw<{ name: MatchKey; key: string }[]>(Prisma.join(parts, " UNION ALL "));
    for (const { name, key } of rows) found[name].add(key);
  }
  return found;
}
