import "server-only";
import type * as z from "zod";
import { onlyMethods } from "@/lib/api-keys/methods";
import { answerByKey } from "@/lib/api-keys/route";
import { bodyTooLong, type JsonBody, readJson } from "@/lib/body";

import { problem } from "@/lib/problem";

import { isNamed, readVersions, tagOf } from "@/lib/rest/etag";
import { HANDLERS, type Handle } from "@/lib/rest/handlers";
import { once } from "@/lib/rest/idempotency";
import { type Match, matchPath } from "@/lib/rest/match";
import type { Operation, Sent, Versions } from "@/lib/rest/operation";
import { OPERATIONS } from "@/lib/rest/operations";
import { querySchemaOf, readQueryTexts } from "@/lib/rest/query";
import { isRepeatable, isTagged, successesOf } from "@/lib/rest/statuses";
import { type FieldIssue, fail, ok, type Result } from "@/lib/result";
import { storable } from "@/lib/storable";

/** Answers any request of the API that no route of its own answers, by what is declared of it. */
export async function serve(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const there = matchPath(SERVED, pathname);
  if (there.length === 0)
    return problem({ code: "notFound", message: "The API has nothing at this address." });
  const method = request.method === "HEAD" ? "GET" : request.method;
  const match = there.find(({ operation }) => operation.method === method);
  const handle = match && HANDLERS.get(match.operation);
  if (match && handle) return answer(request, match, handle);
  const { refuse, options } = onlyMethods(...there.map(({ operation }) => operation.method));
  return method === "OPTIONS" ? options() : refuse();
}

const SERVED = OPERATIONS.filter(({ servedBy }) => servedBy === undefined);

async function answer(request: Request, { operation, params }: Match, handle: Handle): Promise<Response> {
  const { access, body: schema } = operation;
  if (typeof access !== "object") throw new Error("What is for no key has a route of its own.");
  // The key and its maker's rights are asked for when all of it has come.
  const body: JsonBody | null = schema ? await readJson(request) : null;
  return answerByKey(request, access, async (actor) => {
    if (body?.isTooLong) return bodyTooLong();
    const read = readRequest(request, operation, body?.json);
    if (!read.ok) return problem(read.error);
    const work = async (newId: string) => {
      const sent = await handle(actor, { ...read.value, params, newId });
      return sent.ok ? respond(request, operation, read.value.fields, sent.value) : problem(sent.error);
    };
    return isRepeatable(operation) ? once(request, actor, body?.json, work) : work("");
  });
}

type Read = { query: unknown; body: unknown; fields: readonly string[] | null; versions: Versions | null };

function readRequest(request: Request, operation: Operation, json: unknown): Result<Read> {
  const versions = versionsOf(request, operation);
  if (!versions.ok) return versions;
  const querySchema = querySchemaOf(operation);
  const { searchParams } = new URL(request.url);
  const query = querySchema
    ? parse(querySchema, readQueryTexts(searchParams, querySchema), "Some parameters need another look.")
    : ok({});
  if (!query.ok) return query;
  const body = operation.body ? parse(operation.body, json, "Some fields need another look.") : ok(undefined);
  if (!body.ok) return body;
  const { fields = null, ...others } = query.value as { fields?: string[] };
  return ok({ query: others, body: body.value, fields, versions: versions.value });
}

function versionsOf(request: Request, { ifMatch }: Operation): Result<Versions | null> {
  const header = ifMatch ? request.headers.get("if-match") : null;
  if (header === null)
    return ifMatch === "required" ? fail("preconditionRequired", REQUIRED_WORDS) : ok(null);
  const versions = readVersions(header);
  return versions ? ok(versions) : fail("invalid", "If-Match has ETags as they were sent, or *.");
}

const REQUIRED_WORDS =
  "Send If-Match with the ETag of what you have read, so that nobody’s change is lost; or * for whatever is there.";

function parse(schema: z.ZodType, given: unknown, words: string): Result<unknown> {
  const parsed = storable(schema).safeParse(given);
  if (parsed.success) return ok(parsed.data);
  return fail("invalid", words, parsed.error.issues.flatMap(issuesOf));
}

/** What is not known is named each by itself. */
function issuesOf({ path, message, ...issue }: z.core.$ZodIssue): FieldIssue[] {
  const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
  return unknown.length > 0
    ? unknown.map((key) => ({ path: [...path, key].join("."), message: "There is no such field." }))
    : [{ path: path.join("."), message }];
}

function respond(
  request: Request,
  operation: Operation,
  fields: readonly string[] | null,
  sent: Sent<Operation>,
): Response {
  const [usual = 200] = successesOf(operation);
  const { status = usual, version, location, after } = sent;
  const given = sent.body as Record<string, unknown> | undefined;
  const headers = new Headers({ "cache-control": "private, no-cache" });
  if (location) headers.set("location", location);
  if (given === undefined) return new Response(null, { status, headers });
  const next = after === undefined ? undefined : after === null ? null : nextPath(request, after);
  if (next) headers.set("link", `<${next}>; rel="next"`);
  const body = { ...picked(given, fields), ...(next === undefined ? {} : { next }) };
  const text = JSON.stringify(body);
  const tag = tagOf(text, version);
  if (isTagged(operation) || version !== undefined) headers.set("etag", tag);
  if (isTagged(operation) && isNamed(request.headers.get("if-none-match"), tag))
    return new Response(null, { status: 304, headers });
  headers.set("content-type", "application/json");
  return new Response(text, { status, headers });
}

function nextPath(request: Request, cursor: string): string {
  const { pathname, searchParams } = new URL(request.url);
  searchParams.set("cursor", cursor);
  return `${pathname}?${searchParams}`;
}

/** Of the answer, or of each of its items, what was asked for. */
function picked(body: Record<string, unknown>, fields: readonly string[] | null): Record<string, unknown> {
  if (!fields) return body;
  const pick = (whole: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => name === "id" || fields.includes(name)));
  return Array.isArray(body.items) ? { ...body, items: body.items.map(pick) } : pick(body);
}
