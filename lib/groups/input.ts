import * as z from "zod";
import { GROUP_DESCRIPTION_MAX, GROUP_NAME_MAX } from "@/lib/groups/limits";
import { ruleSchema } from "@/lib/groups/rule-schema";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";

const words = z.string().transform((text) => text.normalize("NFC").replace(/\s+/g, " ").trim());

/** A group as its form gives it. */
export const groupInput = z.strictObject({
  name: words.pipe(
    z
      .string()
      .min(1, "Give the group a name.")
      .max(GROUP_NAME_MAX, `Use at most ${GROUP_NAME_MAX} characters.`),
  ),
  description: words.pipe(
    z.string().max(GROUP_DESCRIPTION_MAX, `Use at most ${GROUP_DESCRIPTION_MAX} characters.`),
  ),
  permissions: z
    .array(z.enum(ALL_PERMISSIONS))
    .transform((given) => ALL_PERMISSIONS.filter((each) => given.includes(each))),
  /** Who is in it; without a rule, whoever is taken in. */
  rule: ruleSchema.nullable().optional(),
});

export type GroupInput = z.output<typeof groupInput>;
