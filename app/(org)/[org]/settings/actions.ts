"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { resendExpired } from "@/lib/credentials/renewals";
import { updateOrganization } from "@/lib/organizations/commands";
import { organizationSchema } from "@/lib/organizations/input";

export const saveSettings = organizationAction(
  "settings.update",
  organizationSchema,
  async (actor, input) => {
    const result = await updateOrganization(actor, input);
    if (result.ok) refresh();
    return result;
  },
);

/** Sends a new link to everybody whose link has expired. */
export const resendExpiredLinks = organizationAction(
  "users.credentials.issue",
  z.object({}),
  async (actor) => {
    const result = await resendExpired(actor);
    if (result.ok) refresh();
    return result;
  },
);
