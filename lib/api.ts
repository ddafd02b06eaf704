import "server-only";
import { findActor } from "@/lib/auth/guard";
import { signedIn } from "@/lib/auth/sessions";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { problem } from "@/lib/problem";

const NOT_SIGNED_IN = { code: "unauthenticated", message: "Sign in first." } as const;
const NOT_FOUND = { code: "notFound", message: "There is no such organization." } as const;

// Whoever has a password to change first is in for that alone.
const isIn = async () => (await signedIn())?.mustChangePassword === false;

/** A cookie comes along from any page that the browser lets send it; only our own pages may change something by it. */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none";
}

/** The caller of an organization's route, or the answer that turns them away. */
export async function authorize(
  organization: string | null,
  permission: Permission,
): Promise<{ actor: Actor; refusal?: undefined } | { actor?: undefined; refusal: Response }> {
  const actor = organization ? await findActor(organization) : null;
  if (!actor) return { refusal: problem((await isIn()) ? NOT_FOUND : NOT_SIGNED_IN) };
  if (!can(actor, permission))
    return { refusal: problem({ code: "forbidden", message: "You may not do this." }) };
  return { actor };
}
