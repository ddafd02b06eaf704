import "server-only";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Actor } from "@/lib/permissions/actor";
import { userProperties } from "@/lib/properties/queries";
import { ok, type Result } from "@/lib/result";
import type { UserFilter } from "@/lib/users/filter";
import { usersWhere } from "@/lib/users/where";

/** Writes down that an export begins, of whom and how many, before the first of them leaves. */
export function recordExport(actor: Actor, filter: UserFilter): Promise<Result<{ count: number }>> {
  return command(actor, "users.export", async (tx) => {
    const { id: organizationId, name: organizationName } = actor.organization;
    const rows = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM users WHERE ${usersWhere(organizationId, filter)}`;
    const count = rows[0]?.count ?? 0;
    const { search, status, role, importId, groupId, properties = {} } = filter;
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
        ...(groupId ? { group: groupId } : {}),
        ...told,
      },
    });
    return ok({ count });
  });
}
