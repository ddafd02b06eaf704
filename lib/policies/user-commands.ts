import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { lockPerson } from "@/lib/credentials/lock-person";
import type { Transaction } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { POLICIES, type PolicyKey, type PolicyValues } from "@/lib/policies/catalogue";
import { policyProblem } from "@/lib/policies/checks";
import { changedMeanwhile, hereOf, type PolicyChange, wrong } from "@/lib/policies/commands";
import { ownPolicies, policiesHeld } from "@/lib/policies/held";
import { organizationPolicies, policiesForActor } from "@/lib/policies/in-force";
import { maySayPolicies } from "@/lib/policies/may-say";
import { keepingInsider, refusalOfShutOut } from "@/lib/policies/shut-out";
import { INHERITED, policyRecorded, readPolicy, stampOf } from "@/lib/policies/value";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";
import { findPersonRow } from "@/lib/users/person-row";

/** The stamp of a policy that is as for everybody. */
export const NO_STAMP = "";

/**
 * Says what holds for one person for a policy, or with `isInherited` that the same holds as for everybody. When somebody
 * else has said something else meanwhile, nothing is written.
 */
export function setUserPolicy(
  actor: Actor,
  userId: string,
  change: PolicyChange & { isInherited: boolean },
): Promise<Result<null>> {
  return command(actor, "users.policies.update", async (tx) => {
    const { key, isInherited, stamp } = change;
    const { id: organizationId } = actor.organization;
    if (!isId(userId)) return notFound("person");
    const shutOut = await refusalOfShutOut(tx, actor, key);
    if (shutOut) return shutOut;
    await lockPerson(tx, organizationId, userId);
    const user = await findPersonRow(tx, { organizationId, id: userId, removedAt: null });
    if (!user) return notFound("person");
    if (!maySayPolicies(actor, user)) return forbidden();
    const isSelf = userId === actor.userId && organizationId === actor.organizationId;
    if (!POLICIES[key].mayDiffer) return wrong("This is the same for everybody.");
    const reading = isInherited ? null : readPolicy(key, change.value);
    if (reading && !reading.ok) return wrong(reading.message);
    const own = ownPolicies(user.policies);
    const before = own[key];
    const now = before ? stampOf(before.value) : NO_STAMP;
    const wanted = reading ? stampOf(reading.value) : NO_STAMP;
    if (now === wanted) return ok(null);
    if (now !== stamp) return changedMeanwhile();
    const next = {
      ...own,
      [key]: reading ? { value: reading.value, at: new Date(), by: actor.name } : undefined,
    };
    const organization = await organizationPolicies(tx, organizationId);
    const held = { ...policiesHeld(organization, next), ...(reading ? { [key]: reading.value } : {}) };
    const problem = policyProblem(key, held, isSelf ? hereOf(actor) : null);
    if (problem) return wrong(problem);
    const refusal = await beyondActor(tx, actor, key, held);
    if (refusal) return refusal;
    const changes = changesBetween(
      { [key]: before ? policyRecorded(key, before.value) : INHERITED },
      { [key]: reading ? policyRecorded(key, reading.value) : INHERITED },
    );
    const subject = { type: "user" as const, id: userId, name: user.username };
    return keepingInsider(tx, actor, key, async () => {
      await writeOwn(tx, actor, userId, key, reading?.value);
      await record(tx, organizationId, actor, "user.policiesChanged", subject, changes ?? {});
      return ok(null);
    });
  });
}

/** Nobody lets others take lists of people away who may not do so themselves. */
export async function beyondActor(
  tx: Transaction,
  actor: Actor,
  key: PolicyKey,
  held: Pick<PolicyValues, "exportAllowed">,
): Promise<Result<never> | null> {
  if (key !== "exportAllowed" || !held.exportAllowed || can(actor, "settings.update")) return null;
  const own = await policiesForActor(tx, actor);
  return own.exportAllowed && can(actor, "users.export")
    ? null
    : fail("forbidden", "You may not export people yourself, and so let nobody else.");
}

async function writeOwn(
  tx: Transaction,
  actor: Actor,
  userId: string,
  key: PolicyKey,
  value: PolicyValues[PolicyKey] | undefined,
): Promise<void> {
  const { id: organizationId } = actor.organization;
  const kept = JSON.stringify({ value, at: new Date().toISOString(), by: actor.name });
  await tx.$executeRaw`
    UPDATE users SET policies = CASE WHEN ${value === undefined} THEN policies - ${key}::text
      ELSE policies || jsonb_build_object(${key}::text, ${kept}::jsonb) END
    WHERE organization_id = ${organizationId}::uuid AND id = ${userId}::uuid`;
}
