"use server";

import type * as z from "zod";
import { organizationAction } from "@/lib/action";
import { userPolicyChange } from "@/lib/policies/change-input";
import { listUserPolicies } from "@/lib/policies/queries";
import { type Saved, savedAs } from "@/lib/policies/saved";
import { setUserPolicy } from "@/lib/policies/user-commands";
import type { Result } from "@/lib/result";

const saveChange = organizationAction(
  "users.policies.update",
  userPolicyChange,
  async (actor, { userId, ...change }) =>
    savedAs(
      await setUserPolicy(actor, userId, change),
      async () => (await listUserPolicies(actor, userId)) ?? [],
    ),
);

/** Saves what is otherwise for one person, and answers with what holds for them then. */
export const saveUserPolicyChange = async (
  org: string,
  userId: string,
  change: Omit<z.input<typeof userPolicyChange>, "userId">,
): Promise<Result<Saved>> => saveChange(org, { userId, ...change });
