import "server-only";
import type { Transaction } from "@/lib/db";
import { readSettings, type SupportSettings } from "@/lib/support/settings";

/** What an organization says of its support, with the version that a change begins with; 0 where it has said nothing. */
export async function supportSettings(
  tx: Transaction,
  organizationId: string,
): Promise<{ settings: SupportSettings; version: number }> {
  const [row, organization] = [
    await tx.supportSettings.findUnique({ where: { organizationId } }),
    await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { timeZone: true } }),
  ];
  return { settings: readSettings(row?.settings, organization.timeZone), version: row?.version ?? 0 };
}
