"use server";

import { refresh } from "next/cache";
import { organizationAction } from "@/lib/action";
import { mfaPolicySchema } from "@/lib/mfa/policy";
import { changeMfaPolicy } from "@/lib/mfa/policy-commands";

/** Changes what the organization asks beside the password. */
export const saveMfaPolicy = organizationAction("settings.update", mfaPolicySchema, async (actor, input) => {
  const changed = await changeMfaPolicy(actor, input);
  if (changed.ok) refresh();
  return changed;
});
