"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { issueInvitation } from "@/lib/credentials/invitations";
import { publicUrl } from "@/lib/env";
import { ok } from "@/lib/result";
import { routes } from "@/lib/routes";

/** Makes a one-time link with which a person activates their account. */
export const issueActivationLink = organizationAction(
  "users.credentials.issue",
  z.object({ userId: z.uuid() }),
  async (actor, { userId }) => {
    const issued = await issueInvitation(actor, userId);
    if (!issued.ok) return issued;
    refresh();
    return ok({ link: publicUrl() + routes.activate(issued.value.token) });
  },
);
