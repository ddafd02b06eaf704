import "server-only";
import { recordingSql } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { PASSWORD_CODE_POINTS_MIN } from "@/lib/credentials/password";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isAllowedFrom } from "@/lib/networks/cidr";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { oneselfSql, reachSql } from "@/lib/permissions/reach";
import { POLICIES, type PolicyKey, type PolicyValues } from "@/lib/policies/catalogue";
import { hereOf, wrong } from "@/lib/policies/commands";
import { isWithinHours } from "@/lib/policies/hours";
import { organizationPolicies, ownNumberSql } from "@/lib/policies/in-force";
import { keepingInsider, refusalOfShutOut } from "@/lib/policies/shut-out";
import { beyondActor } from "@/lib/policies/user-commands";
import { INHERITED, policyRecorded, readPolicy } from "@/lib/policies/value";
import { ok, type Result } from "@/lib/result";
import {
  BULK_OPTIONS,
  type BulkResult,
  type Counted,
  confirmedResult,
  keptChange,
  resultOf,
  type Terms,
} from "@/lib/users/bulk-result";
import { chosenSql, type Selection } from "@/lib/users/chosen";
import { keepingSql } from "@/lib/users/undo/keep";

/** What is to hold for many for one policy: a value, or the same as for everybody. */
export type GivenPolicy = { key: PolicyKey; value: unknown; isInherited: boolean };

/** What it would come to, told by the same conditions that carry it out. */
export function planPolicy(
  actor: Actor,
  selection: Selection,
  given: GivenPolicy,
): Promise<Result<BulkResult>> {
  const run = async (tx: Transaction): Promise<Result<BulkResult>> => {
    const ready = await readyFor(tx, actor, given);
    if (!ready.ok) return ready;
    const [counted] = await tx.$queryRaw<Counted[]>`
      WITH ${chosenAndOld(actor, selection, ready.value)}
      SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM old)::int AS changed`;
    return ok(resultOf(counted));
  };
  return command(actor, "users.policies.update", run, BULK_OPTIONS);
}

/**
 * Says for all of the chosen what holds for a policy, with an event for each. Those whom the actor may not change, and
 * those whose other policies it does not fit, stay as they are. Nobody is changed when `expected` is given and another
 * number would be.
 */
export function givePolicy(
  actor: Actor,
  selection: Selection,
  given: GivenPolicy,
  expected?: number,
): Promise<Result<BulkResult>> {
  return keptChange(actor, "users.policies.update", (tx, keep) =>
    sayChosen(tx, actor, selection, given, { expected, keep }),
  );
}

/** The same within a transaction of somebody who has asked for the permission. */
export async function sayChosen(
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  given: GivenPolicy,
  terms: Terms,
): Promise<Result<BulkResult>> {
  const shutOut = await refusalOfShutOut(tx, actor, given.key);
  if (shutOut) return shutOut;
  return keepingInsider(tx, actor, given.key, () => say(tx, actor, selection, given, terms));
}

async function say(
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  given: GivenPolicy,
  { expected, keep }: Terms,
): Promise<Result<BulkResult>> {
  const ready = await readyFor(tx, actor, given);
  if (!ready.ok) return ready;
  const { key, kept, value, recorded } = ready.value;
  const { id: organizationId } = actor.organization;
  const policy = { key, value: value === null ? null : JSON.parse(value), isInherited: given.isInherited };
  const earlier = await recordedByValue(tx, actor, selection, ready.value);
  const keeping = keepingSql(actor, keep, { kind: "sayPolicy", policy }, WAS);
  const events = Prisma.sql`
    SELECT id, username, jsonb_build_object('before', jsonb_build_object(${key}::text,
        coalesce(${earlier}::jsonb -> was::text, was, to_jsonb(${INHERITED}::text))),
      'after', jsonb_build_object(${key}::text, ${JSON.stringify(recorded)}::jsonb)) AS changes
    FROM old`;
  const [counted] = await tx.$queryRaw<Counted[]>`
    WITH ${chosenAndOld(actor, selection, ready.value)},
    changed AS (
      UPDATE users SET policies = CASE WHEN ${kept}::jsonb IS NULL THEN users.policies - ${key}::text
        ELSE users.policies || jsonb_build_object(${key}::text, ${kept}::jsonb) END
      FROM old WHERE users.organization_id = ${organizationId}::uuid AND users.id = old.id
      RETURNING users.id),
    events AS (${recordingSql(organizationId, actor, "user.policiesChanged", events)})${keeping}
    SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM changed)::int AS changed`;
  return confirmedResult(counted, expected);
}

/** What each had of their own, if anything. */
const WAS = Prisma.sql`SELECT id, jsonb_build_object('isInherited', was IS NULL, 'value', was) AS was FROM old`;

type Ready = {
  key: PolicyKey;
  /** What is written on each row; null for nothing. */
  kept: string | null;
  /** The value alone, as JSON; null for as everybody. */
  value: string | null;
  recorded: string | number | boolean;
  fits: Prisma.Sql;
};

/** Judges what is to hold, as far as it is the same for all of them. */
async function readyFor(
  tx: Transaction,
  actor: Actor,
  { key, value: given, isInherited }: GivenPolicy,
): Promise<Result<Ready>> {
  if (!POLICIES[key].mayDiffer) return wrong("This is the same for everybody.");
  const organization = await organizationPolicies(tx, actor.organization.id);
  const reading = isInherited ? null : readPolicy(key, given);
  if (reading && !reading.ok) return wrong(reading.message);
  const held = { ...organization, ...(reading ? { [key]: reading.value } : {}) };
  const refusal = await beyondActor(tx, actor, key, held);
  if (refusal) return refusal;
  const kept = reading && { value: reading.value, at: new Date().toISOString(), by: actor.name };
  return ok({
    key,
    kept: kept && JSON.stringify(kept),
    value: reading && JSON.stringify(reading.value),
    recorded: reading ? policyRecorded(key, reading.value) : INHERITED,
    fits: Prisma.sql`${fitsSql(key, held, organization)} AND ${notOneself(actor, key, held)}`,
  });
}

/** Whether it fits what else holds for each: see `policyProblem`. */
function fitsSql(key: PolicyKey, held: PolicyValues, organization: PolicyValues): Prisma.Sql {
  switch (key) {
    case "passwordLengthMin":
      return Prisma.sql`(${held.passwordLengthMin >= PASSWORD_CODE_POINTS_MIN}
        OR coalesce(u.policies->'mfaPolicy'->>'value', ${organization.mfaPolicy}) = 'required')`;
    case "sessionIdleMinutes":
      return Prisma.sql`${held.sessionIdleMinutes}::int
        <= coalesce(${ownNumberSql("u", "sessionHours")}, ${organization.sessionHours}::int) * 60`;
    case "sessionHours":
      return Prisma.sql`coalesce(${ownNumberSql("u", "sessionIdleMinutes")}, ${organization.sessionIdleMinutes}::int)
        <= ${held.sessionHours}::int * 60`;
    default:
      return Prisma.sql`true`;
  }
}

/** Nobody shuts themselves out, and only who says it for everybody says it of themselves. */
function notOneself(actor: Actor, key: PolicyKey, held: PolicyValues): Prisma.Sql {
  const { ip, now } = hereOf(actor);
  const isOut =
    (key === "allowedNetworks" && !isAllowedFrom(ip, held.allowedNetworks)) ||
    (key === "signInHours" && !isWithinHours(held.signInHours, now));
  return can(actor, "settings.update") && !isOut
    ? Prisma.sql`true`
    : Prisma.sql`NOT ${oneselfSql(actor, "u")}`;
}

/** The chosen whom it makes a difference to, with what they have now; they stay locked until the end. */
function chosenAndOld(actor: Actor, selection: Selection, { key, value, fits }: Ready): Prisma.Sql {
  const { id: organizationId } = actor.organization;
  const differs =
    value === null
      ? Prisma.sql`u.policies ? ${key}::text`
      : Prisma.sql`u.policies->${key}::text->'value' IS DISTINCT FROM ${value}::jsonb`;
  return Prisma.sql`
    chosen AS MATERIALIZED (SELECT id FROM users WHERE ${chosenSql(actor, selection)}),
    old AS MATERIALIZED (
      SELECT u.id, u.username, u.policies->${key}::text->'value' AS was FROM users u
      WHERE u.organization_id = ${organizationId}::uuid AND u.id IN (SELECT id FROM chosen) AND u.removed_at IS NULL
        AND ${reachSql(actor, "u")} AND ${differs} AND ${fits}
      ORDER BY u.id FOR UPDATE)`;
}

/** What the chosen had, as events keep it, by the text of the value; as JSON. */
async function recordedByValue(
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  ready: Ready,
): Promise<string> {
  const had = await tx.$queryRaw<{ text: string; value: unknown }[]>`
    WITH ${chosenAndOld(actor, selection, ready)}
    SELECT DISTINCT was::text AS text, was AS value FROM old WHERE was IS NOT NULL`;
  const recorded = had.flatMap(({ text, value }) => {
    const reading = readPolicy(ready.key, value);
    return reading.ok ? [[text, policyRecorded(ready.key, reading.value)]] : [];
  });
  return JSON.stringify(Object.fromEntries(recorded));
}
