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
import { rateHeaders, takeRequest } from "@/lib/rest/rate-limit";
import type { FailureCode } from "@/lib/result";
import { storable } from "@/lib/storable";
import { TooBusy } from "@/lib/turns";

const REALM = 'Bearer realm="Rollcall"';

/** What an operation asks of a key: its scope, and a right of whoever made it. */
export type Demand = { scope: ApiScope; permission: Permission };

const WRONG_KEYS_SECONDS = 15 * 60;

const wordsOf = (scope: ApiScope, permission: Permission) =>
  `This takes a key with the scope ${scope}, of somebody who has the right “${PERMISSIONS[permission]}”.`;

const TOO_MANY_WORDS =
  "This key has made as many requests as it may for now. Wait as long as Retry-After says.";
const BUSY_WORDS = "Too much is asked for at once. Try again in a moment.";

function headersOfRefusal(code: FailureCode): Record<string, string> {
  if (code === "unauthenticated") return { "www-authenticate": REALM };
  return code === "throttled" ? { "retry-after": String(WRONG_KEYS_SECONDS) } : {};
}

/** Answers a program's request, if its key allows it; whatever goes wrong is a problem document (RFC 9457). */
export async function answerByKey(
  request: Request,
  { scope, permission }: Demand,
  answer: (actor: Actor) => Promise<Response>,
): Promise<Response> {
  try {
    const caller = await authenticate(request.headers);
    if (!caller.ok) return problem(caller.error, undefined, headersOfRefusal(caller.error.code));
    const { actor, scopes } = caller.value;
    const taken = await takeRequest(actor.apiKeyId ?? "");
    const headers = rateHeaders(taken);
    if (taken.isRefused) {
      const wait = { "retry-after": String(taken.resetSeconds) };
      return problem({ code: "throttled", message: TOO_MANY_WORDS }, undefined, { ...headers, ...wait });
    }
    if (!coversScope(scopes, scope) || !can(actor, permission)) {
      const challenge = `${REALM}, error="insufficient_scope", scope="${scope}"`;
      const message = wordsOf(scope, permission);
      return problem({ code: "forbidden", message }, undefined, {
        ...headers,
        "www-authenticate": challenge,
      });
    }
    const response = await answer(actor);
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  } catch (error) {
    if (error instanceof TooBusy) return problem({ code: "busy", message: BUSY_WORDS });
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
