import "server-only";
import type * as z from "zod";
import { findActor } from "@/lib/auth/guard";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { notAllowed } from "@/lib/permissions/viewing";
import { fail, invalidFields, type Result } from "@/lib/result";
import { storable } from "@/lib/storable";

/**
 * A server action of an organization's page: actor, permission, input, command, in this order, so that whoever may
 * not act learns nothing from how their input is judged.
 */
export function organizationAction<Schema extends z.ZodType, T>(
  permission: Permission,
  schema: Schema,
  run: (actor: Actor, input: z.output<Schema>) => Promise<Result<T>>,
): (org: string, input: z.input<Schema>) => Promise<Result<T>> {
  return async (org, input) => {
    const actor = typeof org === "string" ? await findActor(org) : null;
    if (!actor)
      return fail("unauthenticated", "You are not signed in here any more. Sign in again; nothing is lost.");
    if (!can(actor, permission)) return notAllowed(actor);
    const parsed = await storable(schema).safeParseAsync(input);
    return parsed.success ? run(actor, parsed.data) : invalid(parsed.error);
  };
}

/** A failure that names each wrong field, from zod's own issues. */
export function invalid(error: z.ZodError): Result<never> {
  const issues = error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  return invalidFields(issues);
}
