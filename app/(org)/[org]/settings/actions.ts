"use server";

import { refresh } from "next/cache";
import { organizationAction } from "@/lib/action";
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
