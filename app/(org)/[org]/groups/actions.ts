"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { createGroup, removeGroup, updateGroup } from "@/lib/groups/commands";
import { groupInput } from "@/lib/groups/input";
import { planRule } from "@/lib/groups/rule-commands";
import { ruleSchema } from "@/lib/groups/rule-schema";

const moved = z.number().int().min(0);

/** How many a rule moves, as it was shown. */
const expected = z.strictObject({ cameIn: moved, wentOut: moved }).optional();

/** What a rule would come to. */
export const planGroupRule = organizationAction(
  "groups.update",
  z.strictObject({ id: z.uuid().nullable(), rule: ruleSchema }),
  (actor, { id, rule }) => planRule(actor, id, rule),
);

/** Makes a group; the id is the form's, so that a second press makes no second one. */
export const addGroup = organizationAction(
  "groups.update",
  groupInput.extend({ id: z.uuid(), expected }),
  (actor, { id, expected: shown, ...group }) => createGroup(actor, group, id, shown),
);

const version = z.number().int().min(1);

/** Saves a group. */
export const saveGroup = organizationAction(
  "groups.update",
  groupInput.extend({ id: z.uuid(), version, expected }),
  async (actor, { id, version: seen, expected: shown, ...group }) => {
    const saved = await updateGroup(actor, id, seen, group, shown);
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
