import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import type { Transaction } from "@/lib/db";
import { followProblem } from "@/lib/grants/follow";
import { readAssignments, readGroups } from "@/lib/grants/queries";
import type { Actor } from "@/lib/permissions/actor";
import { type Assignment, assignmentOf, mayGrant } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import type { FailureCode } from "@/lib/result";

/** Why grants cannot be given as they were shown; null when they can. Asked when they are chosen and when they are given. */
export async function grantsProblem(
  tx: Transaction,
  actor: Actor,
  grants: Grants,
): Promise<{ code: Extract<FailureCode, "forbidden" | "conflict">; message: string } | null> {
  const { id: organizationId } = actor.organization;
  const given = assignmentOf(grants);
  const groups = await readGroups(tx, organizationId, given.groups);
  if (groups.length < given.groups.length) {
    return { code: "conflict", message: "A chosen group is no longer there. Choose again." };
  }
  const ruled = groups.find(({ isByRule }) => isByRule);
  if (ruled) {
    const message = `Who is in “${ruled.name}” follows from its rule: nobody is taken in by hand. Choose again.`;
    return { code: "conflict", message };
  }
  if (!mayGrant(actor, given, groups)) {
    return { code: "forbidden", message: "The chosen permissions hold rights that you do not hold." };
  }
  if (grants.by === "role") return null;
  const person = (await readAssignments(tx, organizationId, [grants.userId])).get(grants.userId);
  if (person && !changesBetween(plain(person), plain(grants)))
    return grants.follow ? followProblem(tx, actor, grants) : null;
  const message = "The person who is to be mirrored has other permissions now. Choose again.";
  return { code: "conflict", message };
}

const plain = ({ role, accessProfile, groups, permissions }: Assignment) => ({
  role,
  accessProfile,
  groups: [...groups].sort().join(" "),
  permissions: [...permissions].sort().join(" "),
});
