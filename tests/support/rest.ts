import { randomUUID } from "node:crypto";
import type { ApiScope } from "@/lib/api-keys/scopes";
import { ALL_API_SCOPES } from "@/lib/api-keys/scopes";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { NETWORK_HEADER } from "@/lib/network";
import type { Actor } from "@/lib/permissions/actor";
import { EXAMPLE } from "@/lib/rest/examples";
import { BASE_PATH } from "@/lib/rest/match";
import type { Example, Operation } from "@/lib/rest/operation";
import { serve } from "@/lib/rest/serve";
import { makeApiKey } from "@/tests/support/api";
import {
  actorOf,
  joinGroup,
  makeOrganization,
  makeUser,
  type TestOrganization,
} from "@/tests/support/product-people";

type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const ROUTES = import.meta.glob<Record<string, Route>>("/app/api/v1/**/route.ts");

/** An organization with the things that examples are about, and a key that may do all that a key may. */
export type RestOrganization = TestOrganization & { admin: Actor; maker: User; secret: string };

export async function makeRestOrganization(scopes: ApiScope[] = ALL_API_SCOPES): Promise<RestOrganization> {
  const organization = await makeOrganization();
  const maker = await makeUser(organization, { role: "admin" });
  const admin = actorOf(maker, organization);
  const { secret } = await makeApiKey(admin, scopes);
  return { ...organization, admin, maker, secret };
}

/** The people, the group and the property that examples name. */
export async function makeExamples(organization: RestOrganization): Promise<void> {
  const { id: organizationId } = organization;
  const user = await makeUser(organization, { id: EXAMPLE.user, firstName: "Maria", lastName: "Miller" });
  await makeUser(organization, { id: EXAMPLE.invited, activatedAt: null });
  await makeUser(organization, { id: EXAMPLE.suspended, suspendedAt: new Date() });
  await makeUser(organization, { id: EXAMPLE.removed, removedAt: new Date() });
  await withOrganization(organizationId, (tx) =>
    tx.group.create({ data: { organizationId, id: EXAMPLE.group, name: "Sales" } }),
  );
  const change = { kind: "suspend", details: { kind: "suspend" }, people: 1, madeBy: {} };
  await withOrganization(organizationId, (tx) =>
    tx.bulkChange.create({ data: { organizationId, id: EXAMPLE.change, ...change } }),
  );
  await joinGroup(user, EXAMPLE.group);
}

export type Call = Example & { headers?: Record<string, string>; raw?: string };

/** Sends a request to an operation as a program does, by the route that serves it. */
export async function callOperation(
  operation: Operation,
  { params = {}, query = {}, body, headers = {}, raw }: Call,
  secret: string | null,
): Promise<Response> {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ""),
  );
  const search = new URLSearchParams(query).toString();
  const request = new Request(`http://rollcall.example${BASE_PATH}${path}${search ? `?${search}` : ""}`, {
    method: operation.method,
    headers: {
      [NETWORK_HEADER]: randomUUID(),
      ...(secret ? { authorization: `Bearer ${secret}` } : {}),
      ...headers,
    },
    ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!operation.servedBy) return serve(request);
  const route = (await ROUTES[`/${operation.servedBy}`]?.())?.[operation.method];
  if (!route) throw new Error(`${operation.servedBy} has no ${operation.method}.`);
  return route(request, { params: Promise.resolve(params) });
}

/** Sends a request to a path. */
export const callPath = (
  method: string,
  path: string,
  secret: string | null,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Response> =>
  serve(
    new Request(`http://rollcall.example${BASE_PATH}${path}`, {
      method,
      headers: {
        [NETWORK_HEADER]: randomUUID(),
        ...(secret ? { authorization: `Bearer ${secret}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
