import type { Failure, FailureCode } from "@/lib/result";
import type { Resource } from "@/lib/scim/attribute";
import { Refusal, type ScimType } from "@/lib/scim/refusal";

const MESSAGES = "urn:ietf:params:scim:api:messages:2.0";
export const LIST_URI = `${MESSAGES}:ListResponse`;
export const ERROR_URI = `${MESSAGES}:Error`;
export const BULK_REQUEST_URI = `${MESSAGES}:BulkRequest`;
export const BULK_RESPONSE_URI = `${MESSAGES}:BulkResponse`;

export const SCIM_JSON = "application/scim+json";

/** What a request comes to, before it is made an answer or a part of one. */
export type Reply = { status: number; body?: Resource | undefined; headers?: Record<string, string> };

/** An answer that nobody on the way keeps. */
export function answer({ status, body, headers = {} }: Reply): Response {
  const all = { "cache-control": "no-store", ...headers };
  if (body === undefined) return new Response(null, { status, headers: all });
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...all, "content-type": `${SCIM_JSON}; charset=utf-8` },
  });
}

/** A refusal as RFC 7644 (3.12) has it. */
export const errorReply = ({ status, message, scimType, headers }: Refusal): Reply => ({
  status,
  headers,
  body: { schemas: [ERROR_URI], ...(scimType ? { scimType } : {}), detail: message, status: String(status) },
});

const STATUS: Record<FailureCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  conflict: 409,
  preconditionFailed: 412,
  tooLong: 413,
  keyReused: 422,
  preconditionRequired: 428,
  network: 403,
  hours: 403,
  provider: 403,
  throttled: 429,
  busy: 503,
  unavailable: 503,
  internal: 500,
};

const KEYS = ["usernameLocal", "customerCode", "name"];

/** What a command says, as a refusal of SCIM: who has a key already is 409, what cannot be written is 400. */
export function refusalOf({ code, message, issues = [] }: Failure): Refusal {
  const words = issues.length > 0 ? issues.map((issue) => issue.message).join(" ") : message;
  const isTaken = issues.some(
    ({ path, message: said }) =>
      KEYS.includes(path) || (path.startsWith("properties.") && said.endsWith(" already.")),
  );
  if (code === "invalid" && isTaken) return new Refusal(409, words, "uniqueness");
  const scimType: ScimType | undefined = code === "invalid" ? "invalidValue" : undefined;
  return new Refusal(STATUS[code], words, scimType);
}
