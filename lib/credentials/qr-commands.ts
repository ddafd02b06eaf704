import "server-only";
import { recordingSql } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { activatableSql, findActivatable } from "@/lib/credentials/activatable";
import { followCredentials } from "@/lib/credentials/follow";
import { credentialPolicy } from "@/lib/credentials/policy";
import { countSheetPeople } from "@/lib/credentials/qr-queries";
import { SHEET_FULL_WORDS, SHEET_PEOPLE_MAX } from "@/lib/credentials/sheet-layout";
import { hashToken, newToken } from "@/lib/credentials/token";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Audience } from "@/lib/messages/audience";
import { audienceSql } from "@/lib/messages/recipients";
import type { Actor } from "@/lib/permissions/actor";
import { ownNumberSql } from "@/lib/policies/in-force";
import { fail, ok, type Result } from "@/lib/result";

const DAY_MS = 86_400_000;
const TIMEOUT_MS = 60_000;

/** Somebody with the token that their QR code holds, which is in no other place. */
export type QrPerson = { id: string; name: string; username: string; token: string };
export type QrSheetPeople = { people: QrPerson[]; expiresAt: Date; left: number; more: number };

/**
 * Makes a one-time link for a person's QR code. A code that they have from before stops working; links that were sent go
 * on. The token is in the answer and nowhere else.
 */
export function issueQr(actor: Actor, userId: string): Promise<Result<QrPerson & { expiresAt: Date }>> {
  return command(actor, "users.credentials.issue", async (tx) => {
    const found = await findActivatable(tx, actor, userId);
    if (!found.ok) return found;
    const { people, expiresAt } = await writeQrs(tx, actor, [found.value]);
    const [person] = people;
    return person ? ok({ ...person, expiresAt }) : fail("internal", "No code was made.");
  });
}

/**
 * The same for many at once, as a sheet to print: those of the chosen who can be activated and are within the actor's
 * reach. `left` are the others.
 * @param firstOnly takes as many as a sheet holds where they are more, and first of all those who have no code yet;
 * `more` is for how many there was no room
 */
export function issueQrSheet(
  actor: Actor,
  audience: Audience,
  { firstOnly = false } = {},
): Promise<Result<QrSheetPeople>> {
  return command(
    actor,
    "users.credentials.issue",
    async (tx) => {
      const people = await findSheetPeople(tx, actor, audience, firstOnly);
      if (people.length === 0)
        return fail("conflict", "None of the chosen waits for an activation: there is no code to print.");
      if (people.length > SHEET_PEOPLE_MAX) return fail("conflict", `${SHEET_FULL_WORDS} Choose fewer.`);
      const { chosen, waiting } = await countSheetPeople(tx, actor, audience);
      const written = await writeQrs(tx, actor, people);
      return ok({ ...written, left: chosen - waiting, more: waiting - people.length });
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

function findSheetPeople(
  tx: Transaction,
  actor: Actor,
  audience: Audience,
  firstOnly: boolean,
): Promise<Found[]> {
  const codeMade = Prisma.sql`(SELECT max(c.created_at) FROM credentials c
    WHERE c.organization_id = users.organization_id AND c.user_id = users.id AND c.kind = 'qr')`;
  return tx.$queryRaw<Found[]>`
    WITH people AS MATERIALIZED (
      SELECT id, first_name, last_name, username, sort_name FROM users
      WHERE ${audienceSql(actor, audience)} AND ${activatableSql(actor)}
      ORDER BY ${firstOnly ? Prisma.sql`${codeMade} NULLS FIRST, sort_name, id` : Prisma.sql`sort_name, id`}
      LIMIT ${firstOnly ? SHEET_PEOPLE_MAX : SHEET_PEOPLE_MAX + 1} FOR UPDATE)
    SELECT id, first_name AS "firstName", last_name AS "lastName", username FROM people ORDER BY sort_name, id`;
}

type Found = { id: string; firstName: string; lastName: string; username: string };

/** Writes a link for each, with an event for each. All of them are good until `expiresAt` at least. */
async function writeQrs(
  tx: Transaction,
  actor: Actor,
  people: Found[],
): Promise<Omit<QrSheetPeople, "left" | "more">> {
  const { id: organizationId } = actor.organization;
  const daysOf = await invitationDaysOf(tx, organizationId, people);
  const now = Date.now();
  const until = (userId: string) => new Date(now + daysOf(userId) * DAY_MS);
  const events = Prisma.sql`SELECT "userId" AS id, username, '{"after": {"kind": "qr"}}'::jsonb AS changes FROM made`;
  const made = people.map(({ id, firstName, lastName, username }) => {
    return { id, name: `${firstName} ${lastName}`, username, token: newToken() };
  });
  const rows = made.map(({ id: userId, username, token }) => {
    const hash = Buffer.from(hashToken(token)).toString("base64");
    return { id: newId(), userId, username, hash, until: until(userId).toISOString() };
  });
  await tx.$executeRaw`
    WITH made AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS m(id uuid, "userId" uuid, username text, hash text, until timestamptz)),
    earlier AS (
      UPDATE credentials c SET revoked_at = now() FROM made
      WHERE c.organization_id = ${organizationId}::uuid AND c.user_id = made."userId" AND c.kind = 'qr'
        AND c.used_at IS NULL AND c.revoked_at IS NULL),
    issued AS (
      INSERT INTO credentials (organization_id, id, user_id, kind, token_hash, expires_at)
      SELECT ${organizationId}::uuid, id, "userId", 'qr', decode(hash, 'base64'), until FROM made)
    ${recordingSql(organizationId, actor, "credential.issued", events)}`;
  const ids = made.map(({ id }) => id);
  await followCredentials(tx, organizationId, Prisma.sql`SELECT unnest(${ids}::uuid[])`);
  return { people: made, expiresAt: new Date(Math.min(...ids.map((id) => until(id).getTime()))) };
}

/** For how many days a link of each is good. */
async function invitationDaysOf(
  tx: Transaction,
  organizationId: string,
  people: readonly { id: string }[],
): Promise<(userId: string) => number> {
  const { invitationDays } = await credentialPolicy(tx, organizationId);
  const rows = await tx.$queryRaw<{ id: string; days: number }[]>`
    SELECT id, ${ownNumberSql("users", "invitationDays")} AS days FROM users
    WHERE organization_id = ${organizationId}::uuid AND id = ANY(${people.map(({ id }) => id)}::uuid[])
      AND policies ? 'invitationDays'`;
  const own = new Map(rows.map(({ id, days }) => [id, days]));
  return (userId) => own.get(userId) ?? invitationDays;
}
