import * as z from "zod";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";
import { ACCESS_PROFILES, ROLES } from "@/lib/permissions/roles";

/** The most groups that are given at once. */
export const GIVEN_GROUPS_MAX = 50;

const permission = z.enum(ALL_PERMISSIONS);

const rights = {
  role: z.enum(ROLES),
  accessProfile: z.enum(ACCESS_PROFILES).nullable(),
  groups: z.array(z.uuid()).max(GIVEN_GROUPS_MAX).default([]),
  permissions: z.array(permission).max(ALL_PERMISSIONS.length).default([]),
};

/** What a mirror leaves out: the role, the profile, a group by its id, a permission by its name. */
const line = z.union([z.enum(["role", "accessProfile"]), z.uuid(), permission]);

const LINES_MAX = GIVEN_GROUPS_MAX + ALL_PERMISSIONS.length + 2;

/**
 * How people get their rights: by what is chosen for them, or as another person has them. A mirror keeps what was shown
 * of that person, so that whoever carries it out can tell whether it still holds, and what was left out of it.
 */
export const grantsSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("role"), ...rights }),
  z.strictObject({
    by: z.literal("mirror"),
    userId: z.uuid(),
    without: z
      .array(line)
      .max(LINES_MAX)
      .transform((lines) => [...new Set(lines)])
      .default([]),
    /** Whether they have what that person comes to have, too, as long as they follow. */
    follow: z.boolean().optional(),
    ...rights,
  }),
]);

export type Grants = z.output<typeof grantsSchema>;
export type Mirror = Extract<Grants, { by: "mirror" }>;
