import * as z from "zod";
import { API_SCOPES } from "@/lib/api-keys/scopes";
import { STATUS } from "@/lib/problem";
import { BASE_PATH } from "@/lib/rest/match";
import { type Answer, type Operation, parameterNames, type Resource } from "@/lib/rest/operation";
import { querySchemaOf } from "@/lib/rest/query";
import { problemSchema } from "@/lib/rest/schemas";
import { isRepeatable, isTagged, refusalsOf, successesOf } from "@/lib/rest/statuses";
import { REFUSAL_WORDS } from "@/lib/rest/words";
import type { FailureCode } from "@/lib/result";

export type Json = { [name: string]: unknown };

export type OpenApiDocument = {
  openapi: string;
  info: Json;
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json };
};

export type OpenApiOperation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: Record<string, string[]>[];
  parameters: OpenApiParameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: Json; example?: unknown }> };
  responses: Record<string, OpenApiResponse>;
};

export type OpenApiParameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: Json;
  example?: unknown;
  style?: string;
  explode?: boolean;
};

export type OpenApiResponse = {
  description: string;
  headers?: Json;
  content?: Record<string, { schema: Json; example?: unknown }>;
};

/** The OpenAPI 3.1 document of the declared operations: the schemas are those that requests are judged by. */
export function openApi(resources: readonly Resource[], server: string): OpenApiDocument {
  const schemas: Record<string, Json> = {};
  const paths: OpenApiDocument["paths"] = {};
  for (const { name, operations } of resources) {
    for (const [does, operation] of Object.entries(operations)) {
      const own = operationOf(`${name}.${does}`, name, operation, schemas);
      paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: own };
    }
  }
  return {
    openapi: "3.1.0",
    info: { title: "Rollcall API", version: "1", description: ABOUT },
    servers: [{ url: server + BASE_PATH }],
    tags: resources.map(({ name, about }) => ({ name, description: about })),
    paths,
    components: { schemas, securitySchemes: SECURITY },
  };
}

const ABOUT =
  "What people do on the pages of an organization, for programs: the same rules, rights and audit log. See docs/api.md.";

const SECURITY = {
  key: {
    type: "http",
    scheme: "bearer",
    description: `An API key of the organization. Scopes: ${Object.keys(API_SCOPES).join(", ")}.`,
  },
  session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
};

function operationOf(
  id: string,
  tag: string,
  operation: Operation,
  schemas: Record<string, Json>,
): OpenApiOperation {
  const { summary, about, access, body, bodyType, example } = operation;
  const media = bodyType ?? "application/json";
  const scope = typeof access === "object" ? `Takes the scope \`${access.scope}\`.` : null;
  const description = [about, scope].filter(Boolean).join(" ");
  return {
    operationId: id.replace(/^./, (first) => first.toLowerCase()).replaceAll(" ", ""),
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    security: access === "public" ? [] : [typeof access === "object" ? { key: [] } : { session: [] }],
    parameters: parametersOf(operation, schemas),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              [media]: {
                schema: schemaOf(body, "input", schemas),
                ...(example.body === undefined ? {} : { example: example.body }),
              },
            },
          },
        }
      : {}),
    responses: responsesOf(operation, schemas),
  };
}

function parametersOf(operation: Operation, schemas: Record<string, Json>): OpenApiParameter[] {
  const { path, ifMatch, example } = operation;
  const inPath = parameterNames(path).map((name) => ({
    name,
    in: "path" as const,
    required: true,
    schema: { type: "string" },
    example: example.params?.[name],
  }));
  const query = querySchemaOf(operation);
  const asked = query ? schemaOf(query, "input", schemas) : {};
  const { properties = {}, required = [] } = asked as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  const inQuery = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query" as const,
    required: required.includes(name),
    ...(typeof description === "string" ? { description } : {}),
    schema,
    ...(schema.type === "array" ? { style: "form", explode: false } : {}),
    ...(schema.type === "object" ? { style: "deepObject", explode: true } : {}),
  }));
  return [
    ...inPath,
    ...inQuery,
    ...(ifMatch ? [header("If-Match", MATCH_WORDS, ifMatch === "required")] : []),
    ...(isTagged(operation) ? [header("If-None-Match", NONE_MATCH_WORDS)] : []),
    ...(isRepeatable(operation) ? [header("Idempotency-Key", KEY_WORDS)] : []),
  ];
}

const MATCH_WORDS =
  "The ETag of what was read: it is changed only if it still is that version. `*` is whatever is there.";
const NONE_MATCH_WORDS = "The ETag of an answer that the client has: 304 if it is still the same.";
const KEY_WORDS =
  "1 to 255 visible characters. Sent again with it within a day, the request is answered as the first time and not carried out again.";

const header = (name: string, description: string, required = false): OpenApiParameter => ({
  name,
  in: "header",
  required,
  description,
  schema: { type: "string" },
});

function responsesOf(operation: Operation, schemas: Record<string, Json>): OpenApiOperation["responses"] {
  const successes = successesOf(operation).map((status) => {
    const answer = operation.answers[status];
    return [status, answer ? responseOf(operation, answer, schemas) : null] as const;
  });
  const codes = refusalsOf(operation);
  const refusals = [...new Set(codes.map((code) => STATUS[code]))].map((status) => {
    const named = codes.filter((code) => STATUS[code] === status);
    return [status, refusalOf(named, schemas)] as const;
  });
  const same = isTagged(operation) ? [[304, { description: "The client has it already." }] as const] : [];
  return Object.fromEntries([...successes, ...same, ...refusals]) as OpenApiOperation["responses"];
}

function responseOf(
  operation: Operation,
  { about, schema, example, mediaType = "application/json" }: Answer,
  schemas: Record<string, Json>,
): OpenApiResponse {
  const content = schema
    ? { [mediaType]: { schema: schemaOf(schema, "output", schemas), ...(example ? { example } : {}) } }
    : mediaType === "application/json"
      ? null
      : { [mediaType]: { schema: {} } };
  return {
    description: about,
    ...(typeof operation.access === "object" ? { headers: RATE_HEADERS } : {}),
    ...(content ? { content } : {}),
  };
}

const RATE_HEADERS = {
  RateLimit: {
    schema: { type: "string" },
    description: "How many requests the key has left, and for how long.",
  },
  "RateLimit-Policy": { schema: { type: "string" }, description: "How many requests a key may make." },
};

function refusalOf(codes: readonly FailureCode[], schemas: Record<string, Json>): OpenApiResponse {
  return {
    description: codes.map((code) => `\`${code}\`: ${REFUSAL_WORDS[code]}`).join(" "),
    content: { "application/problem+json": { schema: schemaOf(problemSchema, "output", schemas) } },
  };
}

/** A zod schema as JSON Schema; those that have a name stand once among the document's own. */
export function schemaOf(schema: z.ZodType, io: "input" | "output", schemas: Record<string, Json>): Json {
  const { $schema: _, $defs = {}, ...own } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json;
  for (const [name, each] of Object.entries($defs as Record<string, Json>)) schemas[name] = referring(each);
  return referring(own);
}

function referring(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}
