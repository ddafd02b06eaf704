import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { PropertyValues } from "@/lib/properties/types";

/** How many finds are worth listing by id; beyond them reading in the list's order comes upon enough of them soon. */
export const FOUND_MAX = 1000;

const WORDS_MAX = 3;

const LETTERS_MIN = 3;

export const searchWords = (search: string): string[] => search.split(/\s+/).filter(Boolean);

const hasLetters = (word: string) => Array.from(word).length >= LETTERS_MIN;

/** The words of a search that are left to look for among those whom `findPeople` has found. */
export const wordsLeft = (search: string): string[] => {
  const words = searchWords(search);
  return words.length <= WORDS_MAX && words.every(hasLetters) ? [] : words;
};

/** What `search_text` has to be like to hold a word. Escaped after folding, which makes a plain % of a full-width one. */
export const patternOf = (word: string): Prisma.Sql =>
  Prisma.sql`'%' || replace(replace(replace(fold(${word}), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'`;

/** Ids as Postgres writes an array: one short value, where a list of hundreds would be taken apart and put together. */
export type IdArray = string;

/**
 * The look-up of those whose texts hold the longest words of a search, by the index that row-level security keeps from
 * the caller's own queries: `id`, `sort_name` and `is_removed`, of at most one more than `FOUND_MAX`. Null when no word has
 * the three letters that the index needs.
 */
export function peopleLike(search: string): Prisma.Sql | null {
  const words = searchWords(search)
    .filter(hasLetters)
    .sort((a, b) => b.length - a.length);
  const [first, second = first, third = first] = words.slice(0, WORDS_MAX);
  if (first === undefined || second === undefined || third === undefined) return null;
  if (words.length === 1) return Prisma.sql`people_like(${patternOf(first)})`;
  return Prisma.sql`people_like(${patternOf(first)}, ${patternOf(second)}, ${patternOf(third)})`;
}

/** The look-up of those who have values of properties; null when none are asked for. */
export const peopleHaving = (properties: PropertyValues = {}): Prisma.Sql | null =>
  Object.keys(properties).length > 0 ? Prisma.sql`people_having(${JSON.stringify(properties)}::jsonb)` : null;

/** The look-up of those who are in a group; null when none is asked for. */
export const peopleInGroup = (
  organizationId: string,
  groupId: string | null | undefined,
): Prisma.Sql | null =>
  groupId
    ? Prisma.sql`(SELECT user_id AS id FROM group_members
        WHERE organization_id = ${organizationId}::uuid AND group_id = ${groupId}::uuid LIMIT ${FOUND_MAX + 1}) AS members`
    : null;

/** The look-up of those who have a seat of a service; null when none is asked for. */
export const peopleSeated = (
  organizationId: string,
  serviceId: string | null | undefined,
): Prisma.Sql | null =>
  serviceId
    ? Prisma.sql`(SELECT user_id AS id FROM seats
        WHERE organization_id = ${organizationId}::uuid AND service_id = ${serviceId}::uuid LIMIT ${FOUND_MAX + 1}) AS seated`
    : null;

/** @returns the ids of `peopleLike`; null when they are too many, or there is no such look-up */
export const findPeople = (organizationId: string, search: string): Promise<IdArray | null> =>
  idsOf(organizationId, peopleLike(search));

/** @returns the ids of a look-up; null when they are too many, or there is none */
export async function idsOf(organizationId: string, people: Prisma.Sql | null): Promise<IdArray | null> {
  if (!people) return null;
  const found = await readRows<{ count: number; ids: IdArray }>(
    organizationId,
    Prisma.sql`SELECT count(*)::int AS count, coalesce(array_agg(id), '{}')::text AS ids FROM ${people}`,
  );
  return found[0] && found[0].count <= FOUND_MAX ? found[0].ids : null;
}
