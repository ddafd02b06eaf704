"use server";

import { redirect } from "next/navigation";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { findViewer } from "@/lib/auth/guard";
import { beginViewing, endViewing } from "@/lib/auth/viewing";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
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
    return ok({ href: firstPageOf(viewed.value) });
  },
);

/** Stops it, with an event as it began with one. */
export async function stopViewing(org: string, userId: string): Promise<void> {
  const viewer = typeof org === "string" ? await findViewer(org) : null;
  if (viewer?.viewing) await endView(viewer.actor, viewer.viewing.userId);
  await endViewing();
  redirect(typeof org === "string" && typeof userId === "string" ? routes.user(org, userId) : routes.home());
}

const FIRST: [Permission, (org: string) => string][] = [
  ["users.read", routes.users],
  ["users.import.read", routes.imports],
  ["groups.read", routes.groups],
  ["services.read", routes.services],
  ["messages.read", routes.messages],
  ["users.credentials.read", routes.pins],
  ["audit.read", routes.audit],
  ["apiKeys.read", routes.apiKeys],
  ["settings.read", routes.settings],
];

function firstPageOf(actor: Actor): string {
  const { slug } = actor.organization;
  const [, page] = FIRST.find(([permission]) => can(actor, permission)) ?? ["", routes.viewedAccount];
  return page(slug);
}
