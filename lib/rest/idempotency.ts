import "server-only";
import { secretInHeader } from "@/lib/api-keys/secret";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { enqueueAt } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { problem } from "@/lib/problem";
import { canonicalJson, hashText, openAnswer, sealAnswer } from "@/lib/rest/sealed-answer";

const KEY = /^[\x21-\x7e]{1,255}$/;
const KEPT_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
/** Longer than any command takes: whoever has not answered by then was killed. */
const UNDER_WAY_MS = 5 * 60_000;
/** What the next try may be answered otherwise. */
const NOT_KEPT = [401, 403, 408, 429];
const HEADERS_KEPT = ["content-type", "location", "etag", "cache-control"];

type Work = (newId: string) => Promise<Response>;
type Key = { organizationId: string; apiKeyId: string; keyHash: Uint8Array<ArrayBuffer> };

/**
 * Carries a request out once, however often it is sent with the same `Idempotency-Key` (draft-ietf-httpapi-idempotency-key):
 * for a day it is answered as the first time. Without the header it is carried out as often as it comes.
 */
export async function once(request: Request, actor: Actor, body: unknown, work: Work): Promise<Response> {
  const text = request.headers.get("idempotency-key");
  if (text === null) return work(newId());
  if (!KEY.test(text))
    return problem({ code: "invalid", message: "An Idempotency-Key has 1 to 255 visible characters." });
  const secret = secretInHeader(request.headers.get("authorization")) ?? "";
  const { pathname, search } = new URL(request.url);
  const key = {
    organizationId: actor.organization.id,
    apiKeyId: actor.apiKeyId ?? "",
    keyHash: hashText(text),
  };
  const requestHash = hashText(canonicalJson([request.method, pathname, search, body ?? null]));
  const begun = await begin(key, requestHash);
  if ("refusal" in begun) return begun.refusal;
  if ("answer" in begun) return readAnswer(begun.status, openAnswer(begun.answer, secret, text));
  return keep(key, await orForget(key, () => work(begun.newId)), (answer) =>
    sealAnswer(answer, secret, text),
  );
}

type Begun = { newId: string } | { status: number; answer: Uint8Array } | { refusal: Response };

function begin(key: Key, requestHash: Uint8Array<ArrayBuffer>): Promise<Begun> {
  const { organizationId, apiKeyId, keyHash } = key;
  return withOrganization(organizationId, async (tx) => {
    const expiresAt = new Date(Date.now() + KEPT_MS);
    const [begun] = await tx.$queryRaw<{ newId: string }[]>`
      INSERT INTO api_answers AS a (organization_id, api_key_id, key_hash, request_hash, new_id, expires_at)
      VALUES (${organizationId}::uuid, ${apiKeyId}::uuid, ${keyHash}, ${requestHash}, ${newId()}::uuid, ${expiresAt})
      ON CONFLICT (organization_id, api_key_id, key_hash) DO UPDATE SET request_hash = excluded.request_hash,
        new_id = excluded.new_id, expires_at = excluded.expires_at, begun_at = now(), status = NULL, answer = NULL
      WHERE a.expires_at <= now()
      RETURNING new_id AS "newId"`;
    if (begun) {
      // All that expire within one hour are forgotten at its end, by one job.
      const hour = new Date(Math.ceil(expiresAt.getTime() / HOUR_MS) * HOUR_MS);
      await enqueueAt(tx, "api-answers.forget", { organizationId }, hour.toISOString(), hour);
      return begun;
    }
    const found = await tx.apiAnswer.findUnique({ where: { organizationId_apiKeyId_keyHash: key } });
    if (!found) return { refusal: underWay() };
    if (Buffer.compare(found.requestHash, requestHash) !== 0) return { refusal: otherRequest() };
    if (found.status !== null && found.answer) return { status: found.status, answer: found.answer };
    const late = new Date(Date.now() - UNDER_WAY_MS);
    const { count } = await tx.apiAnswer.updateMany({
      where: { ...key, status: null, begunAt: { lt: late } },
      data: { begunAt: new Date() },
    });
    return count === 1 ? { newId: found.newId } : { refusal: underWay() };
  });
}

const underWay = () =>
  problem({ code: "conflict", message: "A request with this Idempotency-Key is under way still." });

const otherRequest = () =>
  problem({ code: "keyReused", message: "This Idempotency-Key was used for another request." });

async function orForget(key: Key, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    await forget(key);
    throw error;
  }
}

const forget = (key: Key) =>
  withOrganization(key.organizationId, (tx) => tx.apiAnswer.deleteMany({ where: key }));

async function keep(
  key: Key,
  response: Response,
  seal: (answer: string) => Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const { status } = response;
  if (status >= 500 || NOT_KEPT.includes(status)) {
    await forget(key);
    return response;
  }
  const headers = HEADERS_KEPT.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  const body = await response.clone().text();
  const answer = seal(JSON.stringify({ headers, body }));
  await withOrganization(key.organizationId, (tx) =>
    tx.apiAnswer.updateMany({ where: key, data: { status, answer } }),
  );
  return response;
}

function readAnswer(status: number, text: string): Response {
  const { headers, body } = JSON.parse(text) as { headers: [string, string][]; body: string };
  return new Response(body === "" ? null : body, {
    status,
    headers: [...headers, ["idempotency-replayed", "true"]],
  });
}

/** Forgets an organization's answers whose day is over. */
export async function forgetAnswers({ organizationId }: { organizationId: string }): Promise<void> {
  await withOrganization(organizationId, (tx) =>
    tx.apiAnswer.deleteMany({ where: { organizationId, expiresAt: { lte: new Date() } } }),
  );
}
