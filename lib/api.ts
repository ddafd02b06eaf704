import "server-only";
import type * as z from "zod";
import { findActor } from "@/lib/auth/guard";
import { signedIn } from "@/lib/auth/sessions";
import { bodyTooLong, readJson } from "@/lib/body";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { problem } from "@/lib/problem";
import { storable } from "@/lib/storable";

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

type Demand<Schema extends z.ZodType> = {
  organization: string | null;
  permission: Permission;
  schema: Schema;
  /** What to say where the body is not what was asked for; not said, the first issue speaks. */
  words?: string;
};

type Received<T> =
  | { actor: Actor; asked: T; refusal?: undefined }
  | { actor?: undefined; asked?: undefined; refusal: Response };

const FROM_ELSEWHERE = { code: "forbidden", message: "This came from another site." } as const;

/**
 * The caller of an organization's route that changes something, and what they ask for. They are asked for when all of
 * it has come: somebody who sends slowly has by then lost what they had at the beginning.
 */
export async function receive<Schema extends z.ZodType>(
  request: Request,
  { organization, permission, schema, words }: Demand<Schema>,
): Promise<Received<z.output<Schema>>> {
  if (!isSameOrigin(request)) return { refusal: problem(FROM_ELSEWHERE) };
  const body = await readJson(request);
  const { actor, refusal } = await authorize(organization, permission);
  if (refusal) return { refusal };
  if (body.isTooLong) return { refusal: bodyTooLong() };
  const parsed = storable(schema).safeParse(body.json);
  if (parsed.success) return { actor, asked: parsed.data };
  const message = words ?? parsed.error.issues[0]?.message ?? "This cannot be read.";
  return { refusal: problem({ code: "invalid", message }) };
}
