import { onlyMethods } from "@/lib/api-keys/methods";
import { publicUrl } from "@/lib/env";
import { isNamed, tagOf } from "@/lib/rest/etag";
import { openApi } from "@/lib/rest/openapi";
import { RESOURCES } from "@/lib/rest/operations";

export const dynamic = "force-dynamic";

/** What the API takes and answers, as OpenAPI 3.1. It tells nothing of anybody, so anybody may read it. */
export function GET(request: Request): Response {
  const text = JSON.stringify(openApi(RESOURCES, publicUrl()));
  const headers = { etag: tagOf(text), "cache-control": "public, no-cache" };
  if (isNamed(request.headers.get("if-none-match"), headers.etag))
    return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "content-type": "application/json" } });
}

const { refuse, options } = onlyMethods("GET");

export { options as OPTIONS, refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
