"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { createGroup, removeGroup, updateGroup } from "@/lib/groups/commands";
import { groupInput } from "@/lib/groups/input";

/** Makes a group; the id is the form's, so that a second press makes no second one. */
export const addGroup = organizationAction(
  "groups.update",
  groupInput.extend({ id: z.uuid() }),
  (actor, { id, ...group }) => createGroup(actor, group, id),
);

const version = z.number().int().min(1);

/** Saves a group. */
export const saveGroup = organizationAction(
  "groups.update",
  groupInput.extend({ id: z.uuid(), version }),
  async (actor, { id, version: seen, ...group }) => {
    const saved = await updateGroup(actor, id, seen, group);
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
