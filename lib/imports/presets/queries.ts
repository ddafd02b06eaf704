import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import { presetRights } from "@/lib/imports/presets/rights";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/** A preset, what it gives to new people beyond their own account, in words, and who put that there. */
export type Preset = { id: string; name: string; rights: string[]; savedBy: string | null };

/** The organization's presets, the last used one first. */
export async function listPresets(actor: Actor): Promise<Preset[]> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const found = await tx.importPreset.findMany({
      where: { organizationId },
      orderBy: [{ usedAt: { sort: "desc", nulls: "last" } }, { name: "asc" }],
      select: { id: true, name: true, choices: true, savedBy: true },
    });
    const presets: Preset[] = [];
    for (const { id, name, choices, savedBy } of found) {
      const rights = await presetRights(tx, actor, choices);
      presets.push({ id, name, rights, savedBy: storedName(savedBy) });
    }
    return presets;
  });
}
