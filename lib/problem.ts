import type { Failure, FailureCode } from "@/lib/result";

/** The HTTP status of each kind of refusal. */
export const STATUS: Record<FailureCode, number> = {
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

/** A refusal as a problem document (RFC 9457), for routes that programs read. */
export function problem(
  { code, message, issues }: Failure,
  status = STATUS[code],
  headers: Record<string, string> = {},
): Response {
  const body = { type: "about:blank", title: message, status, code, ...(issues ? { errors: issues } : {}) };
  return Response.json(body, { status, headers: { ...headers, "content-type": "application/problem+json" } });
}
