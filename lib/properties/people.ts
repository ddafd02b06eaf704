import "server-only";
import type { Transaction } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { FindPerson } from "@/lib/properties/read";
import type { Property, PropertyValues } from "@/lib/properties/types";

const AT_ONCE = 5_000;

/**
 * Whom texts mean among the people of an organization: by their id, their username, or an access email that only one of
 * them has.
 */
export async function peopleNamed(
  tx: Transaction,
  organizationId: string,
  texts: readonly string[],
): Promise<FindPerson> {
  const keys = [...new Set(texts.map(keyOf))].filter((key) => key !== "");
  const byName = new Map<string, string>();
  const byEmail = new Map<string, string[]>();
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    const asked = keys.slice(at, at + AT_ONCE);
    const ids = asked.filter(isId);
    const found = await tx.$queryRaw<{ id: string; username: string; email: string }[]>`
      SELECT id, username, access_email AS email FROM users
      WHERE organization_id = ${organizationId}::uuid AND removed_at IS NULL
        AND (username = ANY(${asked}::text[]) OR access_email = ANY(${asked}::text[]) OR id = ANY(${ids}::uuid[]))`;
    for (const { id, username, email } of found) {
      byName.set(username, id);
      byName.set(id, id);
      byEmail.set(email, [...(byEmail.get(email) ?? []).filter((other) => other !== id), id]);
    }
  }
  return (text) => {
    const key = keyOf(text);
    const named = byName.get(key);
    return named ? [named] : (byEmail.get(key) ?? []);
  };
}

const keyOf = (text: string) => text.trim().toLowerCase();

/** The texts among some values that name a person. */
export const textsOfPeople = (
  values: Readonly<Record<string, string | null>>,
  properties: readonly Pick<Property, "id" | "type">[],
): string[] => properties.flatMap(({ id, type }) => (type === "person" && values[id]) || []);

/** How people are called who are values of properties, removed ones too. */
export async function namesOfPeople(
  tx: Transaction,
  organizationId: string,
  properties: readonly Pick<Property, "id" | "type">[],
  all: readonly PropertyValues[],
): Promise<PeopleNames> {
  const ids = [...new Set(all.flatMap((values) => textsOfPeople(values, properties)))].filter(isId);
  if (ids.length === 0) return new Map();
  const found = await tx.$queryRaw<{ id: string; name: string; username: string; isRemoved: boolean }[]>`
    SELECT id, first_name || ' ' || last_name AS name, username, removed_at IS NOT NULL AS "isRemoved" FROM users
    WHERE organization_id = ${organizationId}::uuid AND id = ANY(${ids}::uuid[])`;
  return new Map(found.map(({ id, ...person }) => [id, person]));
}

export type PeopleNames = ReadonlyMap<string, { name: string; username: string; isRemoved: boolean }>;
