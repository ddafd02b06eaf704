import * as z from "zod";
import type { Actor } from "@/lib/permissions/actor";
import { canGive } from "@/lib/permissions/can";
import { ACCESS_PROFILE_LABELS, ACCESS_PROFILES, ROLE_LABELS, ROLES } from "@/lib/permissions/roles";

const rights = { role: z.enum(ROLES), accessProfile: z.enum(ACCESS_PROFILES).nullable() };

/**
 * How new people get their rights: by a role and perhaps an access profile, or as another person has them. A mirror
 * keeps what was shown of that person, so that whoever carries it out can tell whether it still holds.
 */
export const grantsSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("role"), ...rights }),
  z.strictObject({ by: z.literal("mirror"), userId: z.uuid(), ...rights }),
]);

export type Grants = z.output<typeof grantsSchema>;

/** What everybody gets unless somebody chooses. */
export const OWN_ACCOUNT_ONLY: Grants = { by: "role", role: "user", accessProfile: null };

/** Whether an actor holds all that these grants would give. */
export const mayGrant = (actor: Actor, { role, accessProfile }: Pick<Grants, "role" | "accessProfile">) =>
  canGive(actor, role, accessProfile);

/** The rights in words: `User, User Management Viewer`. */
export const grantsInWords = ({ role, accessProfile }: Pick<Grants, "role" | "accessProfile">): string =>
  [ROLE_LABELS[role], accessProfile && ACCESS_PROFILE_LABELS[accessProfile]].filter(Boolean).join(", ");
