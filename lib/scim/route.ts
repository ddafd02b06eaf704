import "server-only";
import { readUpTo } from "@/lib/body";
import { publicUrl } from "@/lib/env";
import { log } from "@/lib/log";
import { answer, errorReply, LIST_URI, type Reply, SCIM_JSON } from "@/lib/scim/answer";
import type { Resource } from "@/lib/scim/attribute";
import { authenticateScim } from "@/lib/scim/authenticate";
import { answerBulk } from "@/lib/scim/bulk";
import { type Context, contextOf } from "@/lib/scim/context";
import {
  BULK_BYTES_MAX,
  resourceTypeShown,
  schemaShown,
  schemasOf,
  serviceProviderConfig,
} from "@/lib/scim/discovery";
import { askedByAddress, askedByBody } from "@/lib/scim/query";
import { badRequest, Refusal } from "@/lib/scim/refusal";
import {
  createResource,
  listResources,
  patchResource,
  readResource,
  removeResource,
  replaceResource,
  type Terms,
} from "@/lib/scim/resources";

/** Answers whatever comes to SCIM's address. @param path what stands behind it, in parts */
export async function answerScim(request: Request, path: readonly string[]): Promise<Response> {
  try {
    // The body first: who asks may do less by the time that all of it has come. What is wrong with it is for those to know
    // who may ask at all.
    const read = await readBody(request).catch((error: unknown) => ({ error }));
    const context = await contextOf(await authenticateScim(request.headers));
    if ("error" in read) throw read.error;
    return answer(await replyTo(context, request, path, read.body));
  } catch (error) {
    return answer(errorReply(error instanceof Refusal ? error : unexpected(error)));
  }
}

function unexpected(error: unknown): Refusal {
  log.error({ error }, "A request of SCIM failed.");
  return new Refusal(500, "Something went wrong on our side.");
}

const TYPES = [SCIM_JSON, "application/json"];

/** @throws Refusal 413, 415, or 400 for what is no JSON; undefined without a body */
async function readBody(request: Request): Promise<{ body: unknown }> {
  if (!["POST", "PUT", "PATCH"].includes(request.method)) return { body: undefined };
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type && !TYPES.includes(type)) throw new Refusal(415, `Send ${SCIM_JSON}.`);
  const tooLong = () => new Refusal(413, `A request has at most ${BULK_BYTES_MAX} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > BULK_BYTES_MAX) throw tooLong();
  const bytes = await readUpTo(request.body, BULK_BYTES_MAX);
  if (!bytes) throw tooLong();
  try {
    return { body: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    throw badRequest("invalidSyntax", "The body is no JSON.");
  }
}

async function replyTo(
  context: Context,
  request: Request,
  path: readonly string[],
  body: unknown,
): Promise<Reply> {
  const { method } = request;
  const [first = "", second, ...more] = path;
  const name = first.toLowerCase();
  const type = [context.users, context.groups].find(
    ({ endpoint }) => endpoint.slice(1).toLowerCase() === name,
  );
  const both = [context.users, context.groups];
  if (path.length === 0) return only(method, { get: () => listResources(context, both, askedBy(request)) });
  if (name === ".search" && path.length === 1)
    return only(method, { post: () => listResources(context, both, askedByBody(body)) });
  if (name === "bulk" && path.length === 1)
    return only(method, { post: () => answerBulk(context, body, unexpected) });
  if (name === "me") throw new Refusal(501, "A connection is nobody: there is no /Me.");
  if (type && second === undefined)
    return only(method, {
      get: () => listResources(context, [type], askedBy(request)),
      post: () => createResource(context, type, body, termsOf(request)),
    });
  if (type && second !== undefined && more.length === 0) {
    if (second.toLowerCase() === ".search")
      return only(method, { post: () => listResources(context, [type], askedByBody(body)) });
    const terms = termsOf(request);
    return only(method, {
      get: () => readResource(context, type, second, terms),
      put: () => replaceResource(context, type, second, body, terms),
      patch: () => patchResource(context, type, second, body, terms),
      delete: () => removeResource(context, type, second, terms),
    });
  }
  const discovered = discover(context, name, second);
  if (!discovered || more.length > 0) throw new Refusal(404, "SCIM has nothing at this address.");
  return only(method, { get: async () => filtered(request, discovered) });
}

const askedBy = (request: Request) => askedByAddress(new URL(request.url).searchParams);

function termsOf(request: Request): Terms {
  const { attributes, excludedAttributes } = askedBy(request);
  return {
    asked: { attributes, excludedAttributes },
    ifMatch: request.headers.get("if-match"),
    ifNoneMatch: request.headers.get("if-none-match"),
  };
}

type Answers = Partial<Record<string, () => Promise<Reply>>>;

function only(method: string, answers: Answers): Promise<Reply> {
  const found = answers[method === "HEAD" ? "get" : method.toLowerCase()];
  if (found) return found();
  const allow = Object.keys(answers).join(", ").toUpperCase();
  throw new Refusal(405, `This address takes ${allow} only.`, undefined, { allow });
}

/** What the service tells of itself; one thing, or a list of them. */
function discover({ users, groups, baseUrl }: Context, name: string, id: string | undefined): Reply | null {
  const one = (found: Resource | undefined): Reply | null => (found ? { status: 200, body: found } : null);
  const isNamed = (each: { id: string }) => each.id.toLowerCase() === id?.toLowerCase();
  if (name === "serviceproviderconfig" && id === undefined)
    return one(serviceProviderConfig(baseUrl, publicUrl()));
  if (name === "resourcetypes") {
    const types = [users, groups];
    if (id === undefined) return list(types.map((type) => resourceTypeShown(type, baseUrl)));
    const found = types.find((type) => isNamed({ id: type.name }));
    return one(found && resourceTypeShown(found, baseUrl));
  }
  if (name !== "schemas") return null;
  const schemas = schemasOf(users);
  if (id === undefined) return list(schemas.map((schema) => schemaShown(schema, baseUrl)));
  const found = schemas.find(isNamed);
  return one(found && schemaShown(found, baseUrl));
}

const list = (resources: Resource[]): Reply => ({
  status: 200,
  body: {
    schemas: [LIST_URI],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  },
});

/** What a service tells of itself is not filtered (RFC 7644, 4). */
function filtered(request: Request, reply: Reply): Reply {
  if (new URL(request.url).searchParams.has("filter")) throw new Refusal(403, "This is not filtered.");
  return reply;
}
