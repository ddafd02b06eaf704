import { readUpTo } from "@/lib/body";

/** More than any form of ours sends, with every character of the longest password percent-encoded. */
export const AUTH_BODY_BYTES_MAX = 16 * 1024;

type AuthBody = { ok: true; body: string | null } | { ok: false; status: 400 | 413; message: string };

/**
 * A request's body as text, for whoever is not signed in yet. It stops reading where a body is longer than it may be,
 * whatever length was announced; what says that it is JSON has to be an object (RFC 8259).
 */
export async function readAuthBody(request: Request): Promise<AuthBody> {
  if (Number(request.headers.get("content-length") ?? 0) > AUTH_BODY_BYTES_MAX) return tooLong();
  const bytes = await readUpTo(request.body, AUTH_BODY_BYTES_MAX);
  if (!bytes) return tooLong();
  const body = new TextDecoder().decode(bytes);
  const isJson = (request.headers.get("content-type") ?? "").includes("application/json");
  if (isJson && body !== "" && !isObject(body)) {
    return { ok: false, status: 400, message: "This is no JSON object." };
  }
  return { ok: true, body: body === "" ? null : body };
}

const tooLong = (): AuthBody => ({
  ok: false,
  status: 413,
  message: `A request here has at most ${AUTH_BODY_BYTES_MAX} bytes.`,
});

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
