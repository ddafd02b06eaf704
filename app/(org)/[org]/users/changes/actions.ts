"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { stopChange } from "@/lib/users/many/stop";
import { planUndo, undoChange } from "@/lib/users/undo/commands";

const change = z.object({ changeId: z.uuid() });

/** What taking a change back would come to. Which right it takes is the change's own. */
export const planTakingBack = organizationAction("users.read", change, (actor, { changeId }) =>
  planUndo(actor, changeId),
);

export const takeChangeBack = organizationAction("users.read", change, async (actor, { changeId }) => {
  const result = await undoChange(actor, changeId);
  refresh();
  return result;
});

export const stopBulkChange = organizationAction("users.read", change, async (actor, { changeId }) => {
  const result = await stopChange(actor, changeId);
  refresh();
  return result;
});
