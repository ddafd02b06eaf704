import "server-only";
import { cookies } from "next/headers";
import { withOrganization } from "@/lib/db";
import { isHttps } from "@/lib/env";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { rightsOf } from "@/lib/permissions/roles";
import { viewAs } from "@/lib/permissions/viewing";

const VIEWING_COOKIE = "rollcall-viewing";
const VIEWING_SECONDS = 3600;

/**
 * The actor as the one through whose eyes they look on, where they do. What the cookie says need not be true: it can only
 * take rights away.
 */
export async function asViewed(actor: Actor): Promise<Actor> {
  const { id: organizationId } = actor.organization;
  const [where, id = ""] = (await cookies()).get(VIEWING_COOKIE)?.value.split("/") ?? [];
  if (where !== organizationId || !isId(id) || id === actor.userId) return actor;
  const user = await withOrganization(organizationId, (tx) =>
    tx.user.findFirst({ where: { organizationId, id, removedAt: null } }),
  );
  if (!user) return actor;
  return viewAs(actor, { ...rightsOf(user), userId: id, name: `${user.firstName} ${user.lastName}` });
}

export async function beginViewing({ organization }: Actor, userId: string): Promise<void> {
  (await cookies()).set(VIEWING_COOKIE, `${organization.id}/${userId}`, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: isHttps(),
    maxAge: VIEWING_SECONDS,
  });
}

export async function endViewing(): Promise<void> {
  (await cookies()).delete(VIEWING_COOKIE);
}
