"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { createGroup, removeGroup, updateGroup } from "@/lib/groups/commands";
import { groupInput } from "@/lib/groups/input";

/** Makes a group; the id is the form's, so that a second press makes no second one. */
export const addGroup = organizationAction(
  "groups.update",
  z.strictObject({ id: z.uuid(), group: groupInput }),
  (actor, { id, group }) => createGroup(actor, group, id),
);

const version = z.number().int().min(1);

/** Saves a group. */
export const saveGroup = organizationAction(
  "groups.update",
  z.strictObject({ id: z.uuid(), version, group: groupInput }),
  async (actor, given) => {
    const saved = await updateGroup(actor, given.id, given.version, given.group);
    if (saved.ok) refresh();
    return saved;
  },
);

/** Removes a group; its members stay. */
export const dropGroup = organizationAction(
  "groups.update",
  z.strictObject({ id: z.uuid(), version }),
  (actor, given) => removeGroup(actor, given.id, given.version),
);
