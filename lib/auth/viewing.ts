import "server-only";
import { cookies } from "next/headers";
import { type Transaction, withOrganization } from "@/lib/db";
import { isHttps } from "@/lib/env";
import { isId } from "@/lib/ids";
import { type Actor, isOneself } from "@/lib/permissions/actor";
import { rightsOf } from "@/lib/permissions/roles";
import { type Viewed, viewAs } from "@/lib/permissions/viewing";
import { policiesInForce } from "@/lib/policies/in-force";
import { findPersonRow, type PersonRow } from "@/lib/users/person-row";

const VIEWING_COOKIE = "rollcall-viewing";
const VIEWING_SECONDS = 3600;

/**
 * The actor as the one through whose eyes they look on, where they do. What the cookie says need not be true: it can only
 * take rights away.
 */
export async function asViewed(actor: Actor): Promise<Actor> {
  const { id: organizationId } = actor.organization;
  const [where, id = ""] = (await cookies()).get(VIEWING_COOKIE)?.value.split("/") ?? [];
  if (where !== organizationId || !isId(id) || isOneself(actor, id)) return actor;
  return withOrganization(organizationId, async (tx) => {
    const user = await findPersonRow(tx, { organizationId, id, removedAt: null });
    return user ? viewAs(actor, await viewedBy(tx, user)) : actor;
  });
}

/** A person, as somebody looks on as them. */
export async function viewedBy(tx: Transaction, user: PersonRow): Promise<Viewed> {
  const { organizationId, id: userId, firstName, lastName } = user;
  const { exportAllowed } = await policiesInForce(tx, organizationId, userId);
  return { ...rightsOf(user), userId, name: `${firstName} ${lastName}`, exportAllowed };
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
