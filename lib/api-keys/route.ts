import "server-only";
import { authenticate } from "@/lib/api-keys/authenticate";
import { type ApiScope, coversScope } from "@/lib/api-keys/scopes";
import { log } from "@/lib/log";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import { problem } from "@/lib/problem";

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

/** An answer that nobody on the way keeps. */
export const answerJson = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
