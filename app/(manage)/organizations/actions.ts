"use server";

import { refresh } from "next/cache";
import { organizationAction } from "@/lib/action";
import { createManaged, suspendManaged } from "@/lib/organizations/managed-commands";
import { newOrganizationInput, suspensionInput } from "@/lib/organizations/new-input";

/** Makes an organization with its first admin; the id is the form's, so that a second press makes no second one. */
export const createOrganization = organizationAction(
  "organizations.create",
  newOrganizationInput,
  createManaged,
);

/** Suspends an organization, or lets its people in again. */
export const suspendOrganization = organizationAction(
  "organizations.suspend",
  suspensionInput,
  async (actor, given) => {
    const done = await suspendManaged(actor, given);
    if (done.ok) refresh();
    return done;
  },
);
