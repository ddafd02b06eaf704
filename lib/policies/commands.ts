import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { writeMfaPolicy } from "@/lib/mfa/policy-commands";
import type { Actor } from "@/lib/permissions/actor";
import { POLICIES, type PolicyKey, type PolicyValues } from "@/lib/policies/catalogue";
import { policyProblem } from "@/lib/policies/checks";
import { ownPolicies, POLICY_COLUMNS, policiesHeld, policiesOfOrganization } from "@/lib/policies/held";
import { keepingInsider, refusalOfShutOut } from "@/lib/policies/shut-out";
import { policyRecorded, readPolicy, stampOf } from "@/lib/policies/value";
import { fail, invalidFields, notFound, ok, type Result } from "@/lib/result";

/** A change of one policy; `stamp` is that of the value which whoever changes it saw before. */
export type PolicyChange = { key: PolicyKey; value: unknown; stamp: string };

export const changedMeanwhile = () => fail("conflict", "Somebody else has changed this meanwhile.");

/**
 * Says what holds in an organization for one policy. When somebody else has said something else meanwhile, nothing is
 * written. Saying what holds already changes nothing, so that it can be sent again whenever its answer was lost.
 */
export function setPolicy(actor: Actor, { key, value, stamp }: PolicyChange): Promise<Result<null>> {
  return command(actor, "settings.update", async (tx) => {
    const { id } = actor.organization;
    const shutOut = await refusalOfShutOut(tx, actor, key);
    if (shutOut) return shutOut;
    await tx.$queryRaw`SELECT id FROM organizations WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.organization.findUnique({
      where: { id },
      select: { name: true, ...POLICY_COLUMNS },
    });
    if (!row) return notFound("organization");
    const reading = readPolicy(key, value);
    if (!reading.ok) return wrong(reading.message);
    const before = policiesOfOrganization(row);
    const now = stampOf(before[key]);
    if (now === stampOf(reading.value)) return ok(null);
    if (now !== stamp) return changedMeanwhile();
    const held = { ...before, [key]: reading.value };
    const problem = policyProblem(key, await forActor(tx, actor, held), hereOf(actor));
    if (problem) return wrong(problem);
    return keepingInsider(tx, actor, key, () => write(tx, actor, row.name, key, before, held));
  });
}

export const wrong = (message: string) => invalidFields([{ path: "value", message }]);

export const hereOf = (actor: Actor) => ({ ip: actor.ip, now: new Date() });

/** What would hold for whoever changes it, in as much as they can be shut out by it: those of the organization alone. */
async function forActor(tx: Transaction, actor: Actor, held: PolicyValues): Promise<PolicyValues> {
  const { organizationId, userId, organization } = actor;
  // The hours of an organization hold for its own people only; its networks for whoever works in it.
  if (organizationId !== organization.id) return { ...held, signInHours: null };
  const user = await tx.user.findUnique({
    where: { organizationId_id: { organizationId, id: userId } },
    select: { policies: true },
  });
  const { allowedNetworks, signInHours } = policiesHeld(held, ownPolicies(user?.policies));
  return { ...held, allowedNetworks, signInHours };
}

async function write(
  tx: Transaction,
  actor: Actor,
  name: string,
  key: PolicyKey,
  before: PolicyValues,
  after: PolicyValues,
): Promise<Result<null>> {
  const { id } = actor.organization;
  if (key === "mfaPolicy" || key === "mfaGraceDays") {
    return writeMfaPolicy(tx, actor, { policy: after.mfaPolicy, graceDays: after.mfaGraceDays });
  }
  if (POLICIES[key].isColumn) {
    await tx.organization.update({ where: { id }, data: { [key]: after[key] }, select: { id: true } });
  } else {
    await tx.$executeRaw`
      UPDATE organizations SET policies = policies || jsonb_build_object(${key}::text, ${JSON.stringify(after[key])}::jsonb)
      WHERE id = ${id}::uuid`;
  }
  const changes = changesBetween(
    { [key]: policyRecorded(key, before[key]) },
    { [key]: policyRecorded(key, after[key]) },
  );
  const subject = { type: "organization" as const, id, name };
  await record(tx, id, actor, "organization.updated", subject, changes ?? {});
  return ok(null);
}
