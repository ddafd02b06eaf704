"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { findMirrorCandidates } from "@/lib/grants/mirror";
import { rightsOffered } from "@/lib/grants/offered";
import { groupsToGive as findGroupsToGive } from "@/lib/grants/queries";
import { groupNames } from "@/lib/groups/list-queries";
import { grantsSchema } from "@/lib/permissions/grants-schema";
import { ROLES } from "@/lib/permissions/roles";
import { givenPolicy } from "@/lib/policies/change-input";
import { listDiffering } from "@/lib/policies/queries";
import { listUserProperties } from "@/lib/properties/queries";
import { ok } from "@/lib/result";
import { selectionSchema, userFilterSchema } from "@/lib/users/filter-schema";
import { planAny } from "@/lib/users/many/at-once";
import { changeMany } from "@/lib/users/many/commands";
import { countMatching } from "@/lib/users/queries";

const SEARCH_LENGTH_MAX = 200;
const SHOWN_LENGTH_MAX = 64;

const role = z.enum(ROLES);
const membersChange = z.strictObject({ kind: z.enum(["joinGroup", "leaveGroup"]), groupId: z.uuid() });
const propertyChange = z.strictObject({
  kind: z.literal("setProperty"),
  propertyId: z.uuid(),
  value: z.string().max(10_000),
});
/** `expected` is how many the change was confirmed for. */
const confirmed = z.object({ selection: selectionSchema, expected: z.number().int().min(0).optional() });

/** Counts to the last one, for whoever is about to choose them all. */
export const countUsers = organizationAction("users.read", userFilterSchema, async (actor, given) =>
  ok(await countMatching(actor, given)),
);

/** What a change would come to; the command asks for the change's own permission. */
export const planChange = organizationAction(
  "users.read",
  z.object({
    selection: selectionSchema,
    change: z.union([
      z.object({ kind: z.enum(["suspend", "reactivate", "remove", "restore"]) }),
      z.object({ kind: z.literal("changeRole"), role }),
      membersChange,
      z.strictObject({ kind: z.literal("giveRights"), grants: grantsSchema }),
      z.strictObject({ kind: z.literal("sayPolicy"), policy: givenPolicy }),
      propertyChange,
    ]),
  }),
  (actor, { selection, change }) => planAny(actor, selection, change),
);

/** Everything that the actor may give. */
export const rightsToGive = organizationAction("users.role.update", z.null(), async (actor) =>
  ok(await rightsOffered(actor)),
);

/** People whom others could mirror, as one types a name. */
export const searchMirror = organizationAction(
  "users.read",
  z.object({ search: z.string().max(SEARCH_LENGTH_MAX) }),
  async (actor, { search }) => ok(await findMirrorCandidates(actor, search)),
);

export const giveRightsTo = organizationAction(
  "users.role.update",
  confirmed.extend({ grants: grantsSchema, shown: z.string().max(SHOWN_LENGTH_MAX).optional() }),
  (actor, { selection, grants, expected, shown: seen }) =>
    shown(changeMany(actor, selection, { kind: "giveRights", grants }, expected, seen)),
);

/** What may be otherwise for people, as it is for everybody. */
export const policiesToSay = organizationAction("users.policies.update", z.null(), async (actor) =>
  ok(await listDiffering(actor)),
);

/** Says for many what holds for one policy. */
export const sayPolicy = organizationAction(
  "users.policies.update",
  confirmed.extend({ policy: givenPolicy }),
  (actor, given) =>
    shown(changeMany(actor, given.selection, { kind: "sayPolicy", policy: given.policy }, given.expected)),
);

/** The groups that the actor may take people into. */
export const groupsToGive = organizationAction("users.groups.update", z.null(), async (actor) =>
  ok((await findGroupsToGive(actor)).map(({ id, name }) => ({ id, name }))),
);

/** The groups that the list can be narrowed to. */
export const groupsToFilter = organizationAction("groups.read", z.null(), async (actor) =>
  ok(await groupNames(actor)),
);

export const changeMembership = organizationAction(
  "users.groups.update",
  confirmed.extend({ change: membersChange }),
  (actor, given) => shown(changeMany(actor, given.selection, given.change, given.expected)),
);

/** The properties that many people can have the same value of. */
export const propertiesToSet = organizationAction("users.update", z.null(), async (actor) =>
  ok((await listUserProperties(actor)).filter(({ isUnique }) => !isUnique)),
);

export const setProperty = organizationAction(
  "users.update",
  confirmed.extend({ change: propertyChange }),
  (actor, given) => shown(changeMany(actor, given.selection, given.change, given.expected)),
);

export const suspend = organizationAction("users.suspend", confirmed, (actor, given) =>
  shown(changeMany(actor, given.selection, { kind: "suspend" }, given.expected)),
);

export const reactivate = organizationAction("users.suspend", confirmed, (actor, given) =>
  shown(changeMany(actor, given.selection, { kind: "reactivate" }, given.expected)),
);

export const changeRole = organizationAction(
  "users.role.update",
  confirmed.extend({ role }),
  (actor, given) =>
    shown(changeMany(actor, given.selection, { kind: "changeRole", role: given.role }, given.expected)),
);

export const remove = organizationAction("users.remove", confirmed, (actor, given) =>
  shown(changeMany(actor, given.selection, { kind: "remove" }, given.expected)),
);

export const restore = organizationAction("users.remove", confirmed, (actor, given) =>
  shown(changeMany(actor, given.selection, { kind: "restore" }, given.expected)),
);

/** Sends the page as it is now along with the answer, after a refusal too: it may tell of a change by somebody else. */
async function shown<T>(result: Promise<T>): Promise<T> {
  const settled = await result;
  refresh();
  return settled;
}
