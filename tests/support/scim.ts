import type { Actor } from "@/lib/permissions/actor";
import { createScimConnection } from "@/lib/scim/connection-commands";
import type { NewScimConnection } from "@/lib/scim/connection-input";
import { answerScim } from "@/lib/scim/route";
import { unwrap } from "@/tests/support/product-people";

/** A body, with what is in most of them. */
export type ScimBody = {
  [name: string]: unknown;
  id: string;
  totalResults: number;
  Resources: ScimBody[];
  Operations: ScimBody[];
  members?: { value: string }[];
  emails?: Record<string, unknown>[];
  meta: Record<string, string>;
};

export type ScimAnswer = { status: number; headers: Headers; body: ScimBody };

export type ScimClient = {
  connectionId: string;
  token: string;
  send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<ScimAnswer>;
};

/** A connection that this person makes, and a way to speak by it with the routes. */
export async function makeScimClient(
  maker: Actor,
  given: Partial<NewScimConnection> = {},
): Promise<ScimClient> {
  const settings = {
    name: "Directory",
    sendsInvitations: false,
    writesRoles: false,
    expiresInDays: 30,
    ...given,
  };
  const { id, token } = unwrap(await createScimConnection(maker, settings));
  return scimClient(token, id);
}

export function scimClient(token: string | null, connectionId = ""): ScimClient {
  return {
    connectionId,
    token: token ?? "",
    async send(method, path, body, headers = {}) {
      const url = new URL(`http://rollcall.example/api/scim/v2${path}`);
      const init: RequestInit = {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/scim+json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      };
      const parts = url.pathname
        .slice("/api/scim/v2".length)
        .split("/")
        .filter(Boolean)
        .map(decodeURIComponent);
      const answer = await answerScim(new Request(url, init), parts);
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        body: (text ? JSON.parse(text) : {}) as ScimBody,
      };
    },
  };
}
