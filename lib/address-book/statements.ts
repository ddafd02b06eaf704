import "server-only";
import { bookSearch } from "@/lib/address-book/book-query";
import type { BookEntry, BookField } from "@/lib/address-book/fields";
import type { BookRules } from "@/lib/address-book/rules";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Cursor } from "@/lib/users/list";
import { behind } from "@/lib/users/order";
import { type IdArray, idsOf, patternOf, searchWords } from "@/lib/users/search";
import { NOT_ENDED } from "@/lib/users/where";

export type FoundEntry = BookEntry & { sortName: string; total: number };

type Asked = {
  search?: string;
  /** Ids that hold everybody whom the search finds. */
  among: IdArray | null;
  cursor?: Cursor | null;
  backwards?: boolean;
  limit: number;
  /** Where counting stops; nothing is counted where it is left out. */
  countMax?: number;
};

const COLUMNS: Record<BookField, Prisma.Sql> = {
  company: Prisma.sql`company`,
  accessEmail: Prisma.sql`access_email`,
  mobilePhone: Prisma.sql`mobile_phone`,
  businessPhone: Prisma.sql`business_phone`,
};

const shown = (field: BookField): Prisma.Sql =>
  Prisma.sql`CASE WHEN held.fields ? ${field}::text THEN ${COLUMNS[field]} END`;

/**
 * People of the address book as far as policies show them. What is hidden of somebody is not looked through either: a
 * search would tell it.
 */
export function entriesSql(organizationId: string, rules: BookRules, asked: Asked): Prisma.Sql {
  const { search = "", among, cursor = null, backwards = false, limit, countMax } = asked;
  const direction = backwards ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const people = Prisma.sql`
    FROM users CROSS JOIN LATERAL (
      SELECT coalesce(policies->'addressBookFields'->'value', ${JSON.stringify(rules.fields)}::jsonb) AS fields) AS held
    WHERE organization_id = ${organizationId}::uuid AND in_address_book AND removed_at IS NULL
      AND activated_at IS NOT NULL AND ${NOT_ENDED}
      AND coalesce((policies->'addressBook'->>'value')::boolean, ${rules.isShown})
      ${among === null ? Prisma.empty : Prisma.sql`AND id = ANY(${among}::uuid[])`}
      AND ${holdsWords(search)}`;
  const total =
    countMax === undefined
      ? Prisma.sql`0`
      : Prisma.sql`(SELECT count(*)::int FROM (SELECT ${people} LIMIT ${countMax}) AS counted)`;
  return Prisma.sql`
    SELECT id, first_name AS "firstName", last_name AS "lastName", updated_at AS "updatedAt",
      ${shown("company")} AS company, ${shown("accessEmail")} AS "accessEmail",
      ${shown("mobilePhone")} AS "mobilePhone", ${shown("businessPhone")} AS "businessPhone",
      sort_name AS "sortName", ${total} AS total
    ${people} ${behind("name", backwards, cursor)}
    ORDER BY sort_name ${direction}, id ${direction} LIMIT ${limit}`;
}

const SHOWN_TEXT = Prisma.sql`address_book_text(first_name, last_name, ${shown("company")}, ${shown("accessEmail")},
  ${shown("mobilePhone")}, ${shown("businessPhone")})`;

function holdsWords(search: string): Prisma.Sql {
  const words = searchWords(bookSearch(search));
  if (words.length === 0) return Prisma.sql`true`;
  return Prisma.join(
    words.map((word) => Prisma.sql`${SHOWN_TEXT} LIKE ${patternOf(word)}`),
    " AND ",
  );
}

const WORDS_MAX = 3;
const LETTERS_MIN = 3;

/** The ids of those in the book who hold a search's longest words, hidden or not; null when the index cannot say, or they are too many. */
export function fewLike(organizationId: string, search: string): Promise<IdArray | null> {
  const words = searchWords(bookSearch(search))
    .filter((word) => Array.from(word).length >= LETTERS_MIN)
    .toSorted((a, b) => b.length - a.length);
  const [first, second = first, third = first] = words.slice(0, WORDS_MAX);
  if (first === undefined || second === undefined || third === undefined) return Promise.resolve(null);
  const people = Prisma.sql`address_book_like(${patternOf(first)}, ${patternOf(second)}, ${patternOf(third)})`;
  return idsOf(organizationId, people);
}
