"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { allowFollowing } from "@/lib/grants/follow-commands";

/** Says whether people may follow others. */
export const saveFollowing = organizationAction(
  "settings.update",
  z.strictObject({ isAllowed: z.boolean() }),
  async (actor, given) => {
    const saved = await allowFollowing(actor, given);
    if (saved.ok) refresh();
    return saved;
  },
);
