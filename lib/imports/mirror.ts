import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { type Grants, mayGrant } from "@/lib/permissions/grants";
import { roleOf } from "@/lib/permissions/roles";
import type { FailureCode } from "@/lib/result";
import { findPeople } from "@/lib/users/search";
import { usersWhere } from "@/lib/users/where";

/** Why grants cannot be given as they were shown; null when they can. */
export async function grantsProblem(
  tx: Transaction,
  actor: Actor,
  grants: Grants,
): Promise<{ code: Extract<FailureCode, "forbidden" | "conflict">; message: string } | null> {
  if (!mayGrant(actor, grants)) {
    return { code: "forbidden", message: "The chosen permissions hold rights that you do not hold." };
  }
  if (grants.by === "role") return null;
  const organizationId = actor.organization.id;
  const person = await tx.user.findFirst({
    where: { organizationId, id: grants.userId, removedAt: null },
    select: { role: true, accessProfile: true },
  });
  if (person?.role === grants.role && person.accessProfile === grants.accessProfile) return null;
  const message = "The person whom new people are to mirror has other permissions now. Choose again.";
  return { code: "conflict", message };
}

/** What somebody with that username has, to be mirrored; null when there is none. */
export async function findMirror(actor: Actor, { username }: { username: string }): Promise<Grants | null> {
  demand(actor, "users.read");
  const organizationId = actor.organization.id;
  const person = await withOrganization(organizationId, (tx) =>
    tx.user.findFirst({
      where: { organizationId, username: username.trim().toLowerCase(), removedAt: null },
      select: { id: true, role: true, accessProfile: true },
    }),
  );
  return person && mirrorOf(person);
}

const mirrorOf = (person: { id: string; role: string; accessProfile: string | null }) => ({
  by: "mirror" as const,
  userId: person.id,
  ...roleOf(person),
});

/** Somebody whom new people could mirror; `allowed` says whether the actor holds all that they have. */
export type MirrorCandidate = {
  name: string;
  username: string;
  grants: Extract<Grants, { by: "mirror" }>;
  allowed: boolean;
};

const CANDIDATES_MAX = 8;

/** The first people whom a search finds, by name. */
export async function findMirrorCandidates(actor: Actor, search: string): Promise<MirrorCandidate[]> {
  demand(actor, "users.read");
  const organizationId = actor.organization.id;
  const among = await findPeople(organizationId, search);
  const where = usersWhere(
    organizationId,
    { search, status: null, role: null, importId: null, groupId: null },
    among,
  );
  const rows = await withOrganization(organizationId, (tx) =>
    tx.$queryRaw<
      { id: string; name: string; username: string; role: string; accessProfile: string | null }[]
    >(Prisma.sql`
      SELECT id, first_name || ' ' || last_name AS name, username, role, access_profile AS "accessProfile"
      FROM users WHERE ${where} ORDER BY sort_name, id LIMIT ${CANDIDATES_MAX}`),
  );
  return rows.map(({ name, username, ...person }) => {
    const grants = mirrorOf(person);
    return { name, username, grants, allowed: mayGrant(actor, grants) };
  });
}
