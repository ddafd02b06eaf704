"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { stopFollowing } from "@/lib/grants/follow-commands";

/** Ends that a person follows another one; what came by it stays or goes. */
export const endFollowing = organizationAction(
  "users.role.update",
  z.strictObject({ userId: z.uuid(), keep: z.boolean() }),
  async (actor, { userId, keep }) => {
    const ended = await stopFollowing(actor, userId, { keep });
    if (ended.ok) refresh();
    return ended;
  },
);
