const BYTES_MAX = 256 * 1024;

/** A webhook's body as text; null when it is longer than any of them is. */
export async function readWebhookBody(request: Request): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > BYTES_MAX) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) break;
    size += value.byteLength;
    if (size > BYTES_MAX) {
      await reader?.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString("utf8");
}
