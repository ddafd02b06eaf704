import "server-only";
import { findActor } from "@/lib/auth/guard";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { problem } from "@/lib/problem";

/** The caller of an organization's route, or the answer that turns them away. */
export async function authorize(
  organization: string | null,
  permission: Permission,
): Promise<{ actor: Actor; refusal?: undefined } | { actor?: undefined; refusal: Response }> {
  const actor = organization ? await findActor(organization) : null;
  if (!actor)
    return { refusal: problem({ code: "unauthenticated", message: "Sign in to this organization first." }) };
  if (!can(actor, permission))
    return { refusal: problem({ code: "forbidden", message: "You may not do this." }) };
  return { actor };
}
