import * as z from "zod";
import { POLICY_KEYS, type PolicyKey } from "@/lib/policies/catalogue";

const STAMP_MAX = 20_000;

/** A change as a page sends it. What a value may be, its policy says. */
export const policyChange = z.strictObject({
  key: z.enum(POLICY_KEYS as [PolicyKey, ...PolicyKey[]]),
  value: z.unknown(),
  stamp: z.string().max(STAMP_MAX),
  isInherited: z.boolean().default(false),
});

/** What is to hold for many. */
export const givenPolicy = policyChange.omit({ stamp: true });

/** The same for a person. */
export const userPolicyChange = policyChange.extend({ userId: z.uuid() });
