import { problem } from "@/lib/problem";

/** More than any page of ours or any program has to send beside a file. */
export const JSON_BYTES_MAX = 4 * 1024 * 1024;

/** What a body holds, or that it is longer than it may be. */
export type JsonBody = { isTooLong: false; json: unknown } | { isTooLong: true };

/**
 * Reads a whole body as JSON. It stops reading where it is longer than it may be, whatever length was announced. What is no
 * JSON, or breaks off, holds `null`.
 */
export async function readJson(request: Request): Promise<JsonBody> {
  if (Number(request.headers.get("content-length") ?? 0) > JSON_BYTES_MAX) return { isTooLong: true };
  try {
    const bytes = await readUpTo(request.body, JSON_BYTES_MAX);
    if (!bytes) return { isTooLong: true };
    return { isTooLong: false, json: JSON.parse(new TextDecoder().decode(bytes)) };
  } catch {
    return { isTooLong: false, json: null };
  }
}

/** The answer to a body that was not read to its end. */
export const bodyTooLong = (): Response =>
  problem({ code: "invalid", message: `A request here has at most ${JSON_BYTES_MAX} bytes.` }, 413);

/** All bytes of a stream, or null when there are more than so many; what is left of it is not read. */
export async function readUpTo(stream: Request["body"], bytesMax: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (stream ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > bytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
