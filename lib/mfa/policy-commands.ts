import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import { leastPasswordLength, type MfaPolicy } from "@/lib/mfa/policy";
import type { Actor } from "@/lib/permissions/actor";
import { notFound, ok, type Result } from "@/lib/result";

/**
 * Writes what an organization asks beside the password, for a command that has asked for the right and has locked the
 * organization's row. The days of grace are counted from when it is first required. Where it is required no more, a shorter
 * password is not enough any more either, and the least length goes up to 15.
 */
export async function writeMfaPolicy(
  tx: Transaction,
  actor: Actor,
  { policy, graceDays }: { policy: MfaPolicy; graceDays: number },
): Promise<Result<null>> {
  const { id } = actor.organization;
  const before = await tx.organization.findUnique({
    where: { id },
    select: {
      name: true,
      mfaPolicy: true,
      mfaGraceDays: true,
      mfaRequiredAt: true,
      passwordLengthMin: true,
    },
  });
  if (!before) return notFound("organization");
  const isRequired = policy === "required";
  const passwordLengthMin = Math.max(before.passwordLengthMin, leastPasswordLength(policy));
  const fields = { mfaPolicy: policy, mfaGraceDays: graceDays, passwordLengthMin };
  const { mfaPolicy, mfaGraceDays } = before;
  const earlier = { mfaPolicy, mfaGraceDays, passwordLengthMin: before.passwordLengthMin };
  const changes = changesBetween(earlier, fields);
  if (!changes) return ok(null);
  const mfaRequiredAt = isRequired ? (before.mfaRequiredAt ?? new Date()) : null;
  await tx.organization.update({ where: { id }, data: { ...fields, mfaRequiredAt }, select: { id: true } });
  const subject = { type: "organization" as const, id, name: before.name };
  await record(tx, id, actor, "organization.updated", subject, changes);
  return ok(null);
}
