import "server-only";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { readGroup } from "@/lib/groups/group-row";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { exportRefusal } from "@/lib/policies/export";
import { userProperties } from "@/lib/properties/queries";
import { ok, type Result } from "@/lib/result";
import type { UserFilter } from "@/lib/users/filter";
import { usersWhere } from "@/lib/users/where";

/** Writes down that an export begins, of whom and how many, before the first of them leaves. */
export function recordExport(actor: Actor, filter: UserFilter): Promise<Result<{ count: number }>> {
  return command(actor, "users.export", async (tx) => {
    const refusal = await exportRefusal(tx, actor);
    if (refusal) return refusal;
    const { id: organizationId, name: organizationName } = actor.organization;
    const rows = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM users WHERE ${usersWhere(actor, filter)}`;
    const count = rows[0]?.count ?? 0;
    const { search, status, role, importId, groupId, serviceId, properties = {} } = filter;
    const own = await userProperties(tx, organizationId);
    const told = Object.fromEntries(
      own.flatMap(({ id, name }) => (properties[id] ? [[`property.${name}`, properties[id]]] : [])),
    );
    const subject = { type: "organization" as const, id: organizationId, name: organizationName };
    await record(tx, organizationId, actor, "user.exported", subject, {
      after: {
        count,
        ...(search ? { search } : {}),
        ...(status ? { status } : {}),
        ...(role ? { role } : {}),
        ...(importId ? { importId } : {}),
        ...(groupId ? { group: await toldGroup(tx, actor, groupId) } : {}),
        ...(serviceId ? { service: await toldService(tx, actor, serviceId) } : {}),
        ...told,
      },
    });
    return ok({ count });
  });
}

/** A group as an event keeps it: by its name, which outlives it. One that the actor finds nobody by stays as it was asked. */
async function toldGroup(tx: Transaction, actor: Actor, groupId: string): Promise<string> {
  const group = can(actor, "groups.read") ? await readGroup(tx, actor.organization.id, groupId) : null;
  return group?.name ?? groupId;
}

/** The same of a service. */
async function toldService(tx: Transaction, actor: Actor, id: string): Promise<string> {
  const { id: organizationId } = actor.organization;
  const where = { organizationId_id: { organizationId, id } };
  const service = can(actor, "services.read") ? await tx.service.findUnique({ where }) : null;
  return service?.name ?? id;
}
