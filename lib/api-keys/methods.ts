import { problem } from "@/lib/problem";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * What an address of the API answers to the methods that it does not take: `refuse` a 405 that names those which it does
 * (RFC 9110, 15.5.6), as a problem document, and `options` those alone.
 */
export function onlyMethods(...taken: Method[]): { refuse: () => Response; options: () => Response } {
  const allow = [...taken.flatMap((method) => (method === "GET" ? [method, "HEAD"] : [method])), "OPTIONS"];
  const headers = { allow: allow.join(", ") };
  const message = `This address takes ${taken.join(" or ")} only.`;
  return {
    refuse: () => problem({ code: "methodNotAllowed", message }, undefined, headers),
    options: () => new Response(null, { status: 204, headers }),
  };
}
