import "server-only";
import { BULK_REQUEST_URI, BULK_RESPONSE_URI, errorReply, type Reply } from "@/lib/scim/answer";
import type { Resource, ResourceType } from "@/lib/scim/attribute";
import { isObject } from "@/lib/scim/canonical";
import type { Context } from "@/lib/scim/context";
import { BULK_OPERATIONS_MAX } from "@/lib/scim/discovery";
import { badRequest, Refusal } from "@/lib/scim/refusal";
import {
  createResource,
  patchResource,
  removeResource,
  replaceResource,
  type Terms,
} from "@/lib/scim/resources";

const METHODS = ["POST", "PUT", "PATCH", "DELETE"] as const;

type Operation = {
  method: (typeof METHODS)[number];
  bulkId: string | null;
  version: string | null;
  type: ResourceType;
  /** The id, or `bulkId:…` of what an earlier or a later one makes; null where it is to be made. */
  id: string | null;
  data: unknown;
  said: Resource;
};

/**
 * Carries several operations out, each by itself (RFC 7644, 3.7). One that names what another one makes waits for it; those
 * that wait for each other are refused with 409, as the RFC allows.
 * @param fail what to say of a failure that is none of the request's
 */
export async function answerBulk(
  context: Context,
  body: unknown,
  fail: (error: unknown) => Refusal,
): Promise<Reply> {
  const { operations, failOnErrors } = readBulk(context, body);
  const made = new Map<string, string>();
  const replies = new Map<Operation, Resource>();
  let errors = 0;
  let waiting = operations;
  while (waiting.length > 0 && errors < failOnErrors) {
    const later: Operation[] = [];
    const before = waiting.length;
    for (const operation of waiting) {
      if (errors >= failOnErrors) break;
      const awaited = namesOf(operation).filter((name) => !made.has(name));
      const isComing = awaited.some((name) =>
        operations.some(({ bulkId, method }) => bulkId === name && method === "POST"),
      );
      const isOver = awaited.some((name) =>
        operations.some((each) => each.bulkId === name && replies.has(each)),
      );
      if (isComing && !isOver) {
        later.push(operation);
        continue;
      }
      const reply = await carryOut(context, operation, made, awaited, fail);
      if (Number(reply.status) >= 400) errors += 1;
      replies.set(operation, reply);
    }
    if (later.length === before) {
      for (const operation of later) {
        replies.set(
          operation,
          said(operation, errorReply(new Refusal(409, "These operations wait for each other."))),
        );
        errors += 1;
        if (errors >= failOnErrors) break;
      }
      break;
    }
    waiting = later;
  }
  const Operations = operations.flatMap((operation) => replies.get(operation) ?? []);
  return { status: 200, body: { schemas: [BULK_RESPONSE_URI], Operations } };
}

function readBulk(
  { users, groups }: Context,
  body: unknown,
): { operations: Operation[]; failOnErrors: number } {
  if (!isObject(body)) throw badRequest("invalidSyntax", "A bulk request is an object.");
  const named = lowered(body);
  const schemas = named.get("schemas");
  if (!Array.isArray(schemas) || !schemas.includes(BULK_REQUEST_URI))
    throw badRequest("invalidSyntax", `“schemas” of a bulk request has “${BULK_REQUEST_URI}” in it.`);
  const given = named.get("operations");
  if (!Array.isArray(given) || given.length === 0)
    throw badRequest("invalidSyntax", "A bulk request has “Operations”.");
  if (given.length > BULK_OPERATIONS_MAX)
    throw new Refusal(413, `A bulk request has at most ${BULK_OPERATIONS_MAX} operations.`);
  const most = named.get("failonerrors");
  if (most !== undefined && most !== null && !(Number.isInteger(most) && Number(most) >= 1))
    throw badRequest("invalidValue", "“failOnErrors” is a whole number from 1 on.");
  const operations = given.map((each) => readOperation(each, [users, groups]));
  const ids = operations.flatMap(({ bulkId }) => bulkId ?? []);
  if (new Set(ids).size < ids.length)
    throw badRequest("invalidValue", "Each “bulkId” stands for one operation.");
  return { operations, failOnErrors: most ? Number(most) : Number.POSITIVE_INFINITY };
}

const lowered = (object: Resource) =>
  new Map(Object.entries(object).map(([key, value]) => [key.toLowerCase(), value]));

function readOperation(given: unknown, types: readonly ResourceType[]): Operation {
  if (!isObject(given)) throw badRequest("invalidSyntax", "An operation is an object.");
  const named = lowered(given);
  const method = METHODS.find((each) => each === textOf(named.get("method")).toUpperCase());
  if (!method) throw badRequest("invalidSyntax", "“method” is POST, PUT, PATCH or DELETE.");
  const [, endpoint, id, ...more] = textOf(named.get("path")).split("/");
  const type = types.find((each) => each.endpoint.slice(1).toLowerCase() === endpoint?.toLowerCase());
  if (!type || more.length > 0 || (method === "POST") !== (id === undefined))
    throw badRequest("invalidPath", "“path” is /Users or /Groups to POST, and goes on with an id else.");
  const bulkId = named.get("bulkid");
  if (method === "POST" && typeof bulkId !== "string")
    throw badRequest("invalidSyntax", "A POST has a “bulkId”.");
  const version = named.get("version");
  return {
    method,
    type,
    bulkId: typeof bulkId === "string" ? bulkId : null,
    version: typeof version === "string" ? version : null,
    id: id === undefined ? null : decodeURIComponent(id),
    data: named.get("data"),
    said: { method, ...(typeof bulkId === "string" ? { bulkId } : {}) },
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const REFERENCE = /bulkId:([^"\s]+)/g;

/** What others make and this one names. */
const namesOf = ({ id, data }: Operation): string[] =>
  [...`${id ?? ""} ${JSON.stringify(data ?? null)}`.matchAll(REFERENCE)].flatMap(([, name]) => name ?? []);

async function carryOut(
  context: Context,
  operation: Operation,
  made: Map<string, string>,
  awaited: readonly string[],
  fail: (error: unknown) => Refusal,
): Promise<Resource> {
  const { method, type, bulkId, version, data } = operation;
  const terms: Terms = {
    asked: { attributes: [], excludedAttributes: [] },
    ifMatch: version,
    ifNoneMatch: null,
  };
  try {
    if (awaited.length > 0)
      throw badRequest("invalidValue", `Nothing was made that is called “bulkId:${awaited[0]}”.`);
    const id = operation.id === null ? "" : String(resolved(operation.id, made));
    const whole = resolved(data, made);
    const reply = await replyTo(context, operation, id, whole, terms);
    const newId = method === "POST" ? String(reply.body?.id) : id;
    if (bulkId !== null && method === "POST") made.set(bulkId, newId);
    const location = `${context.baseUrl}${type.endpoint}/${newId}`;
    const etag = reply.headers?.etag;
    return { ...operation.said, location, ...(etag ? { version: etag } : {}), status: String(reply.status) };
  } catch (error) {
    return said(operation, errorReply(error instanceof Refusal ? error : fail(error)));
  }
}

function replyTo(
  context: Context,
  { method, type }: Operation,
  id: string,
  data: unknown,
  terms: Terms,
): Promise<Reply> {
  switch (method) {
    case "POST":
      return createResource(context, type, data, terms);
    case "PUT":
      return replaceResource(context, type, id, data, terms);
    case "PATCH":
      return patchResource(context, type, id, data, terms);
    case "DELETE":
      return removeResource(context, type, id, terms);
  }
}

const said = ({ said: of }: Operation, { status, body }: Reply): Resource => ({
  ...of,
  status: String(status),
  response: body,
});

/** The same with ids in place of `bulkId:…`. */
function resolved(value: unknown, made: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string")
    return value.replace(REFERENCE, (whole, name: string) => made.get(name) ?? whole);
  if (Array.isArray(value)) return value.map((each) => resolved(each, made));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, made)]));
}
