import "server-only";
import { changesBetween, type Fields } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Actor } from "@/lib/permissions/actor";
import { fail, invalidFields, ok, type Result } from "@/lib/result";
import type { TelephonySettingsInput } from "@/lib/telephony/input";
import { rangesInWords } from "@/lib/telephony/numbers";
import { lockTelephony, type TelephonySettings } from "@/lib/telephony/settings";

/**
 * Saves the SIP domain and server, the ranges and the quota. Digests hold the domain, so another one makes secrets void:
 * `expected` says how many were announced, and any other number writes nothing.
 */
export function saveTelephonySettings(
  actor: Actor,
  input: TelephonySettingsInput,
  expected = 0,
): Promise<Result<{ voided: number }>> {
  return command(actor, "telephony.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const before = await lockTelephony(tx, organizationId);
    const where = { organizationId, name: input.sipDomain, provenAt: { not: null } };
    if (!(await tx.domain.findFirst({ where, select: { id: true } })))
      return invalidFields([{ path: "sipDomain", message: "This is none of your proven domains." }]);
    const changes = changesBetween(recorded(before), recorded(input));
    if (!changes) return ok({ voided: 0 });
    const isOther = before.sipDomain !== input.sipDomain;
    const secretRealm = before.sipDomain;
    const voided = isOther ? await tx.extension.count({ where: { organizationId, secretRealm } }) : 0;
    if (voided !== expected)
      return fail(
        "conflict",
        `${voided.toLocaleString("en")} ${voided === 1 ? "phone needs" : "phones need"} a new secret then. Look again, then confirm.`,
      );
    await tx.telephonySettings.upsert({
      where: { organizationId },
      create: { organizationId, ...input },
      update: { ...input, updatedAt: new Date() },
      select: { organizationId: true },
    });
    const subject = { type: "organization" as const, id: organizationId, name: actor.organization.name };
    await record(tx, organizationId, actor, "telephony.updated", subject, changes);
    return ok({ voided });
  });
}

const recorded = ({ sipDomain, sipServer, ranges, extensionsMax }: TelephonySettings): Fields => ({
  sipDomain: sipDomain || null,
  sipServer,
  ranges: rangesInWords(ranges),
  extensionsMax,
});
