import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Actor } from "@/lib/permissions/actor";
import { fail, ok, type Result } from "@/lib/result";
import { supportSettings } from "@/lib/support/config";
import { hoursInWords, type SupportSettings } from "@/lib/support/settings";

/** Says when support is open and where requests go. `version` is the one that was edited. */
export function saveSupportSettings(
  actor: Actor,
  settings: SupportSettings,
  version: number,
): Promise<Result<null>> {
  return command(actor, "settings.update", async (tx) => {
    const { id: organizationId, name } = actor.organization;
    await tx.$queryRaw`SELECT id FROM organizations WHERE id = ${organizationId}::uuid FOR UPDATE`;
    const before = await supportSettings(tx, organizationId);
    const changes = changesBetween(recorded(before.settings), recorded(settings));
    if (!changes) return ok(null);
    if (before.version !== version)
      return fail("conflict", "Somebody else has changed these settings meanwhile. Load the page again.");
    await tx.supportSettings.upsert({
      where: { organizationId },
      create: { organizationId, settings },
      update: { settings, version: { increment: 1 } },
      select: { version: true },
    });
    const subject = { type: "organization" as const, id: organizationId, name };
    await record(tx, organizationId, actor, "support.settingsChanged", subject, changes);
    return ok(null);
  });
}

const recorded = (settings: SupportSettings) => ({
  supportHours: hoursInWords(settings),
  daysOff: settings.daysOff.join(", "),
  supportEmail: settings.email,
  onCallEmail: settings.onCallEmail,
  onCallPhone: settings.onCallPhone,
  requestKinds: settings.kinds.join(", "),
});
