"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { withdrawPin } from "@/lib/credentials/pins/commands";

/** Takes a PIN back. */
export const withdraw = organizationAction(
  "users.credentials.issue",
  z.object({ pinId: z.uuid() }),
  async (actor, { pinId }) => {
    const result = await withdrawPin(actor, pinId);
    if (result.ok) refresh();
    return result;
  },
);
