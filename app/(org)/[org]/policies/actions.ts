"use server";

import { organizationAction } from "@/lib/action";
import { policyChange } from "@/lib/policies/change-input";
import { setPolicy } from "@/lib/policies/commands";
import { listPolicies } from "@/lib/policies/queries";
import { savedAs } from "@/lib/policies/saved";

/** Saves one policy of the organization, and answers with all of them as they are then. */
export const savePolicyChange = organizationAction(
  "settings.update",
  policyChange,
  async (actor, { key, value, stamp }) =>
    savedAs(await setPolicy(actor, { key, value, stamp }), () => listPolicies(actor)),
);
