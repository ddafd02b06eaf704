import "server-only";
import { withOrganization } from "@/lib/db";
import { readAssignments, readGroups } from "@/lib/grants/queries";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { type Assignment, type GrantLine, linesOf } from "@/lib/permissions/grants";
import type { Mirror } from "@/lib/permissions/grants-schema";
import { searchPeople } from "@/lib/users/people-queries";

/** Somebody whom others could mirror: what they have, line by line; what the actor may not give is left out already. */
export type MirrorCandidate = { name: string; username: string } & MirrorShown;

type MirrorShown = {
  grants: Mirror;
  lines: GrantLine[];
  /** The groups that they are in by a rule, by name: nobody is given these. */
  byRule: string[];
};

/** What somebody with that username has, to be mirrored; null when there is none. */
export async function findMirror(actor: Actor, { username }: { username: string }): Promise<Mirror | null> {
  demand(actor, "users.read");
  const organizationId = actor.organization.id;
  const person = await withOrganization(organizationId, (tx) =>
    tx.user.findFirst({
      where: { organizationId, username: username.trim().toLowerCase(), removedAt: null },
      select: { id: true },
    }),
  );
  const [mirror] = person ? await mirrorsOf(actor, [person.id]) : [];
  return mirror?.grants ?? null;
}

/** The first people whom a search finds, by name. */
export async function findMirrorCandidates(actor: Actor, search: string): Promise<MirrorCandidate[]> {
  const people = await searchPeople(actor, search);
  const mirrors = await mirrorsOf(
    actor,
    people.map(({ id }) => id),
  );
  return people.flatMap(({ id, name, username }) => {
    const mirror = mirrors.find(({ grants }) => grants.userId === id);
    return mirror ? [{ name, username, ...mirror }] : [];
  });
}

function mirrorsOf(actor: Actor, ids: string[]): Promise<MirrorShown[]> {
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const assignments = await readAssignments(tx, organizationId, ids);
    const groups = await readGroups(tx, organizationId, [
      ...new Set([...assignments.values()].flatMap((each) => each.groups)),
    ]);
    const ruled = await tx.groupMember.findMany({
      where: { organizationId, userId: { in: ids }, byRule: true },
      select: { userId: true, group: { select: { name: true } } },
      orderBy: { group: { name: "asc" } },
    });
    return [...assignments].map(([userId, assignment]) => {
      const lines = linesOf(actor, assignment, groups);
      const byRule = ruled.filter((each) => each.userId === userId).map(({ group }) => group.name);
      return { grants: mirrorOf(userId, assignment, lines), lines, byRule };
    });
  });
}

const mirrorOf = (
  userId: string,
  { role, accessProfile, groups, permissions }: Assignment,
  lines: GrantLine[],
): Mirror => ({
  by: "mirror",
  userId,
  role,
  accessProfile,
  groups: [...groups],
  permissions: [...permissions],
  without: lines.filter(({ allowed }) => !allowed).map(({ key }) => key),
});
