import "server-only";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Actor } from "@/lib/permissions/actor";
import { changingProperties } from "@/lib/properties/changing";
import { lockProperties } from "@/lib/properties/commands";
import { notFound, ok, type Result } from "@/lib/result";

/** Puts a property before (-1) or behind (1) the one beside it; at the end it stays where it is. */
export function moveProperty(actor: Actor, id: string, by: -1 | 1): Promise<Result<{ id: string }>> {
  const change = command(actor, "settings.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const all = await lockProperties(tx, organizationId);
    const at = all.findIndex((each) => each.id === id);
    const moved = all[at];
    if (!moved) return notFound("property");
    if (!all[at + by]) return ok({ id });
    const ids = all.map((each) => each.id).filter((each) => each !== id);
    ids.splice(at + by, 0, id);
    await tx.$executeRaw`
      UPDATE properties SET position = o.position FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS o(id, position)
      WHERE properties.organization_id = ${organizationId}::uuid AND properties.id = o.id`;
    const subject = { type: "property" as const, id, name: moved.name };
    const changes = { before: { position: at + 1 }, after: { position: at + by + 1 } };
    await record(tx, organizationId, actor, "property.updated", subject, changes);
    return ok({ id });
  });
  return changingProperties(actor.organization.id, change);
}
