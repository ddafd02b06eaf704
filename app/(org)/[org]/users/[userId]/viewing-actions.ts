"use server";

import { redirect } from "next/navigation";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { findViewer } from "@/lib/auth/guard";
import { beginViewing, endViewing } from "@/lib/auth/viewing";
import { landingOf } from "@/lib/permissions/landing";
import { ok } from "@/lib/result";
import { routes } from "@/lib/routes";
import { endView, viewPerson } from "@/lib/users/view-commands";

/** Looks on as a person, for an hour or until that is stopped. */
export const viewAsPerson = organizationAction(
  "users.update",
  z.object({ userId: z.uuid() }),
  async (actor, { userId }) => {
    const viewed = await viewPerson(actor, userId);
    if (!viewed.ok) return viewed;
    await beginViewing(actor, userId);
    return ok({ href: landingOf(viewed.value) ?? routes.viewedAccount(actor.organization.slug) });
  },
);

/** Stops it, with an event as it began with one. */
export async function stopViewing(org: string, userId: string): Promise<void> {
  const viewer = typeof org === "string" ? await findViewer(org) : null;
  if (viewer?.viewing) await endView(viewer.actor, viewer.viewing.userId);
  await endViewing();
  redirect(typeof org === "string" && typeof userId === "string" ? routes.user(org, userId) : routes.home());
}
