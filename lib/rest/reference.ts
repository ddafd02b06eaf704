import type { Json, OpenApiDocument, OpenApiOperation } from "@/lib/rest/openapi";

/** A parameter or a field of a body, in words. */
export type ReferenceField = {
  name: string;
  where: string;
  type: string;
  isRequired: boolean;
  about: string;
};

/** One operation as the page of them shows it. */
export type ReferenceOperation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  about: string;
  fields: ReferenceField[];
  answers: { status: string; about: string }[];
  example: string;
};

export type ReferencePart = { name: string; about: string; operations: ReferenceOperation[] };

/** The document as a page of it shows it: by kind of thing, each operation with all that it takes and answers. */
export function referenceOf(document: OpenApiDocument): ReferencePart[] {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const server = document.servers[0]?.url ?? "";
  return document.tags.map(({ name, description }) => ({
    name,
    about: description,
    operations: all
      .filter(({ operation }) => operation.tags.includes(name))
      .map(({ path, method, operation }) => ({
        id: operation.operationId,
        method,
        path,
        summary: operation.summary,
        about: operation.description ?? "",
        fields: fieldsOf(operation, document.components.schemas),
        answers: Object.entries(operation.responses).map(([status, response]) => ({
          status,
          about: response.description,
        })),
        example: curlOf(server + path, method, operation),
      })),
  }));
}

function fieldsOf(operation: OpenApiOperation, schemas: Record<string, Json>): ReferenceField[] {
  const parameters = operation.parameters.map(({ name, in: where, required, description = "", schema }) => ({
    name,
    where: PLACES[where],
    type: typeOf(schema),
    isRequired: required,
    about: description,
  }));
  const [content] = Object.values(operation.requestBody?.content ?? {});
  const body = content ? resolved(content.schema, schemas) : {};
  const { properties = {}, required = [] } = body as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  const inBody = Object.entries(properties).map(([name, schema]) => ({
    name,
    where: "body",
    type: typeOf(schema),
    isRequired: required.includes(name),
    about: typeof schema.description === "string" ? schema.description : "",
  }));
  return [...parameters, ...inBody];
}

const PLACES = { path: "path", query: "address", header: "header" } as const;

function resolved(schema: Json, schemas: Record<string, Json>): Json {
  const name = /^#\/components\/schemas\/(.*)$/.exec(typeof schema.$ref === "string" ? schema.$ref : "")?.[1];
  return name ? (schemas[name] ?? {}) : schema;
}

const CHOICES_NAMED_MAX = 8;

/** What a schema takes, in a word or two. */
export function typeOf(schema: Json): string {
  if (Array.isArray(schema.enum)) {
    const more = schema.enum.length - CHOICES_NAMED_MAX;
    const named = schema.enum.slice(0, CHOICES_NAMED_MAX).map(String).join(", ");
    return more > 0 ? `one of ${named} and ${more} more` : `one of ${named}`;
  }
  const branches = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (branches) return branches.map(typeOf).join(" or ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => TYPES[String(type)] ?? "").join(" or ");
  if (schema.type === "array") return `list of ${typeOf((schema.items ?? {}) as Json)}`;
  if (schema.format === "uuid") return "id";
  return TYPES[String(schema.type)] ?? "anything";
}

const TYPES: Record<string, string> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "object",
  null: "null",
};

function curlOf(
  url: string,
  method: string,
  { requestBody, parameters, security }: OpenApiOperation,
): string {
  const filled = parameters
    .filter((each) => each.in === "path")
    .reduce(
      (text, { name, example }) => text.replace(`{${name}}`, typeof example === "string" ? example : name),
      url,
    );
  const [type = "", content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const body = content?.example === undefined ? null : JSON.stringify(content.example);
  return [
    `curl -sS${method === "GET" ? "" : ` -X ${method}`} '${filled}'`,
    ...(security.some((each) => each.key) ? [`  -H "authorization: Bearer $KEY"`] : []),
    ...(parameters.some(({ name, required }) => name === "If-Match" && required)
      ? [`  -H 'if-match: *'`]
      : []),
    ...(body ? [`  -H 'content-type: ${type}' -d '${body.replaceAll("'", "'\\''")}'`] : []),
  ].join(" \\\n");
}
