import "server-only";
import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

export type Preset = { id: string; name: string };

/** The organization's presets, the last used one first. */
export async function listPresets(actor: Actor): Promise<Preset[]> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, (tx) =>
    tx.importPreset.findMany({
      where: { organizationId },
      orderBy: [{ usedAt: { sort: "desc", nulls: "last" } }, { name: "asc" }],
      select: { id: true, name: true },
    }),
  );
}
