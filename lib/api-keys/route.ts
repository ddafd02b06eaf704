import "server-only";
import type * as z from "zod";
import { authenticate } from "@/lib/api-keys/authenticate";
import { type ApiScope, coversScope } from "@/lib/api-keys/scopes";
import { bodyTooLong, readJson } from "@/lib/body";
import { log } from "@/lib/log";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import { problem } from "@/lib/problem";
import { storable } from "@/lib/storable";

const REALM = 'Bearer realm="Rollcall"';

type Demand = { scope: ApiScope; permission: Permission };

const wordsOf = (scope: ApiScope, permission: Permission) =>
  `This takes a key with the scope ${scope}, of somebody who has the right “${PERMISSIONS[permission]}”.`;

/** Answers a program's request, if its key allows it; whatever goes wrong is a problem document (RFC 9457). */
export async function answerByKey(
  request: Request,
  { scope, permission }: Demand,
  answer: (actor: Actor) => Promise<Response>,
): Promise<Response> {
  try {
    const caller = await authenticate(request.headers);
    if (!caller.ok) {
      const headers: Record<string, string> =
        caller.error.code === "unauthenticated" ? { "www-authenticate": REALM } : {};
      return problem(caller.error, undefined, headers);
    }
    const { actor, scopes } = caller.value;
    if (!coversScope(scopes, scope) || !can(actor, permission)) {
      const headers = { "www-authenticate": `${REALM}, error="insufficient_scope", scope="${scope}"` };
      return problem({ code: "forbidden", message: wordsOf(scope, permission) }, undefined, headers);
    }
    return await answer(actor);
  } catch (error) {
    log.error({ error }, "A request of the API failed.");
    return problem({ code: "internal", message: "Something went wrong on our side." });
  }
}

type BodyDemand<Schema extends z.ZodType> = Demand & { schema: Schema; words: string };

/**
 * The same for a request with a JSON body. The key and its maker's rights are asked for when all of it has come.
 * @param demand.words what to say where the body is not what was asked for, beside its issues
 */
export async function answerBodyByKey<Schema extends z.ZodType>(
  request: Request,
  { schema, words, ...demand }: BodyDemand<Schema>,
  answer: (actor: Actor, asked: z.output<Schema>) => Promise<Response>,
): Promise<Response> {
  const body = await readJson(request);
  return answerByKey(request, demand, async (actor) => {
    if (body.isTooLong) return bodyTooLong();
    const parsed = storable(schema).safeParse(body.json);
    if (parsed.success) return answer(actor, parsed.data);
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    return problem({ code: "invalid", message: words, issues });
  });
}

/** An answer that nobody on the way keeps. */
export const answerJson = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
