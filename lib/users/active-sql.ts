import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";

/**
 * Whether a person has an account that is in use, as a condition on rows of `users`: whether their access has ended by now
 * is another question.
 * @param people the name that `users` goes by in the statement
 */
export function ableSql(people: string): Prisma.Sql {
  const of = Prisma.raw(people);
  return Prisma.sql`(${of}.removed_at IS NULL AND ${of}.suspended_at IS NULL AND ${of}.legacy_status IS NULL
    AND ${of}.activated_at IS NOT NULL)`;
}

/** Whether they can sign in. */
export function activeSql(people: string): Prisma.Sql {
  const of = Prisma.raw(people);
  return Prisma.sql`(${ableSql(people)} AND (${of}.access_ends_at IS NULL OR ${of}.access_ends_at > now()))`;
}

/** Whether they are an admin. It says again what the partial index on roles has for its condition, so that the planner takes it. */
export function adminSql(people: string): Prisma.Sql {
  const of = Prisma.raw(people);
  return Prisma.sql`(${of}.role = 'admin' AND ${of}.role <> 'user')`;
}
