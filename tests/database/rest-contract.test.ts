import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { ALL_API_SCOPES, coversScope } from "@/lib/api-keys/scopes";
import { EXAMPLE } from "@/lib/rest/examples";
import { type OpenApiOperation, type OpenApiParameter, openApi } from "@/lib/rest/openapi";
import { type Operation, parameterNames } from "@/lib/rest/operation";
import { OPERATIONS, RESOURCES } from "@/lib/rest/operations";
import { makeApiKey } from "@/tests/support/api";
import { adminQuery } from "@/tests/support/product-database";
import {
  type Call,
  callOperation,
  makeExamples,
  makeRestOrganization,
  type RestOrganization,
} from "@/tests/support/rest";
import { type Schema, variantsOf } from "@/tests/support/schema-variants";

const document = openApi(RESOURCES, "http://rollcall.example");

// What is for a session is asked by the cookie of a browser.
const CASES = OPERATIONS.filter(({ access }) => access !== "session").map(
  (operation) => [`${operation.method} ${operation.path}`, operation, documentOf(operation)] as const,
);
const BY_KEY = CASES.filter(([, { access }]) => typeof access === "object");

/** What the examples of these need is more than a row: tests of their own send them. */
const NOT_THERE = ["/imports", "/activations"];

function documentOf({ path, method }: Operation): OpenApiOperation {
  const found = document.paths[path]?.[method.toLowerCase()];
  if (!found) throw new Error(`The document has no ${method} ${path}.`);
  return found;
}

let organization: RestOrganization;
beforeAll(async () => {
  organization = await makeRestOrganization();
  await makeExamples(organization);
});

/** The example with what has to go with it. */
const exampleOf = ({ example, ifMatch }: Operation, more: Call = {}): Call => ({
  ...example,
  ...more,
  headers: { ...(ifMatch === "required" ? { "if-match": "*" } : {}), ...more.headers },
});

/** Whether an answer is one that the document tells of, to the last field of its body. */
async function expectDocumented(response: Response, told: OpenApiOperation, what: string): Promise<unknown> {
  const documented = told.responses[String(response.status)];
  expect(
    documented,
    `${what} is answered ${response.status}, of which the document has nothing`,
  ).toBeDefined();
  expect(response.status, what).toBeLessThan(500);
  const text = await response.text();
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  const content = documented?.content?.[type];
  if (!documented?.content) {
    expect(text, what).toBe("");
    return null;
  }
  expect(content, `${what} is ${type}`).toBeDefined();
  if (!type.endsWith("json")) return text;
  const json: unknown = JSON.parse(text);
  const read = schemaIn(content?.schema ?? {}).safeParse(json);
  expect(read.error?.issues ?? [], `${what}: ${text.slice(0, 500)}`).toEqual([]);
  return json;
}

/** A schema of the document with all that it refers to. */
function schemaIn(schema: object): z.ZodType {
  const whole = { ...schema, $defs: document.components.schemas };
  const text = JSON.stringify(whole).replaceAll("#/components/schemas/", "#/$defs/");
  return z.fromJSONSchema(JSON.parse(text) as Parameters<typeof z.fromJSONSchema>[0]);
}

describe("the documented example", () => {
  test.each(CASES)("of %s is answered as documented", async (what, operation, told) => {
    const own = await makeRestOrganization();
    await makeExamples(own);
    if (operation.path.endsWith("/second-step")) await giveSecondStep(own);
    const secret = operation.access === "public" ? null : own.secret;
    const response = await callOperation(operation, exampleOf(operation), secret);
    if (!NOT_THERE.some((path) => operation.path.startsWith(path)))
      expect([200, 201, 202, 204], `${what}: ${response.status}`).toContain(response.status);
    const body = await expectDocumented(response, told, what);
    if (operation.fields && Array.isArray((body as { items?: unknown[] }).items))
      expect((body as { items: unknown[] }).items.length, `${what} finds nobody`).toBeGreaterThan(0);
  });

  test.each(CASES)("of an answer of %s is what its schema allows", (what, operation) => {
    for (const [status, answer] of Object.entries(operation.answers))
      if (answer.schema && answer.example !== undefined)
        expect(answer.schema.safeParse(answer.example).error?.issues ?? [], `${what} ${status}`).toEqual([]);
  });
});

describe("what breaks the schema", () => {
  const withBody = BY_KEY.filter(([, { body, bodyType }]) => body && !bodyType);

  test.each(withBody)("of the body of %s is 400 with the field named", async (what, operation, told) => {
    const schema = (told.requestBody?.content["application/json"]?.schema ?? {}) as Schema;
    const variants = variantsOf(resolved(schema), operation.example.body ?? {});
    expect(variants.length).toBeGreaterThan(5);
    for (const { what: broken, value } of variants) {
      const response = await callOperation(
        operation,
        exampleOf(operation, { body: value }),
        organization.secret,
      );
      expect(response.status, `${what} with ${broken}: ${JSON.stringify(value)?.slice(0, 200)}`).toBe(400);
      const problem = await expectDocumented(response, told, `${what} with ${broken}`);
      expect(problem, `${what} with ${broken}`).toMatchObject({ code: "invalid", errors: expect.any(Array) });
    }
    for (const raw of ["", "{", "\0", '{"a":1', "[]"]) {
      const response = await callOperation(
        operation,
        exampleOf(operation, { body: undefined, raw }),
        organization.secret,
      );
      expect(response.status, `${what} with ${JSON.stringify(raw)}`).toBe(400);
    }
  });

  const withQuery = BY_KEY.filter(([, , { parameters }]) => parameters.some((each) => each.in === "query"));

  test.each(withQuery)("of the parameters of %s is 400", async (what, operation, told) => {
    const asked = told.parameters.filter((each) => each.in === "query");
    for (const { name, value } of asked.flatMap(textVariants)) {
      const query = { ...operation.example.query, [name]: value };
      const response = await callOperation(operation, exampleOf(operation, { query }), organization.secret);
      expect(response.status, `${what} with ${name}=${value.slice(0, 50)}`).toBe(400);
      await expectDocumented(response, told, `${what} with ${name}=${value.slice(0, 50)}`);
    }
    if (operation.servedBy) return;
    const response = await callOperation(
      operation,
      exampleOf(operation, { query: { notThere: "1" } }),
      organization.secret,
    );
    expect(response.status).toBe(400);
  });

  test.each(withBody)("of %s by its length is 413", async (_, operation, told) => {
    const raw = `"${"x".repeat(4 * 1024 * 1024)}"`;
    const response = await callOperation(operation, exampleOf(operation, { raw }), organization.secret);
    expect(response.status).toBe(413);
    await expectDocumented(response, told, "a long body");
  });
});

/** What cannot be written as text is left out: everything in an address is one. */
function textVariants({ name, schema }: OpenApiParameter): { name: string; value: string }[] {
  const own = resolved(schema as Schema);
  if (own.type === "object")
    return [
      { name: `${name}[x]`, value: "1" },
      { name, value: "text" },
    ];
  const broken = own.type === "array" ? (own.items ?? {}) : own;
  const texts = variantsOf(broken, undefined).flatMap(({ what, value }) => {
    if (typeof value === "string")
      return what.startsWith("of the type") && broken.type === "string" ? [] : [value];
    return typeof value === "number" && /integer|number/.test(String(broken.type)) ? [String(value)] : [];
  });
  return texts.map((value) => ({ name, value }));
}

function resolved(schema: Schema): Schema {
  const name = /^#\/components\/schemas\/(.*)$/.exec(schema.$ref ?? "")?.[1];
  return name ? (document.components.schemas[name] as Schema) : schema;
}

describe("what is not there, or not allowed, is answered as documented:", () => {
  test.each(BY_KEY)("%s without a key, and by a key for something else", async (what, operation, told) => {
    const without = await callOperation(operation, exampleOf(operation), null);
    expect(without.status, what).toBe(401);
    await expectDocumented(without, told, what);
    const { access } = operation;
    const others = ALL_API_SCOPES.filter(
      (scope) => typeof access === "object" && !coversScope([scope], access.scope),
    );
    const { secret } = await makeApiKey(organization.admin, others);
    const refused = await callOperation(operation, exampleOf(operation), secret);
    expect(refused.status, what).toBe(403);
    await expectDocumented(refused, told, what);
  });

  const withParams = BY_KEY.filter(([, { path }]) => parameterNames(path).length > 0);

  test.each(withParams)("%s of nothing", async (what, operation, told) => {
    for (const id of [randomUUID(), "x", "../users", "0", "é\u0000"]) {
      const params = Object.fromEntries(parameterNames(operation.path).map((name) => [name, id]));
      const response = await callOperation(operation, exampleOf(operation, { params }), organization.secret);
      expect(response.status, `${what} with ${id}`).toBe(404);
      await expectDocumented(response, told, `${what} with ${id}`);
    }
  });

  const versioned = BY_KEY.filter(([, { ifMatch }]) => ifMatch);

  test.each(versioned)("%s with another version, or none", async (what, operation, told) => {
    const call = (headers: Record<string, string>) =>
      callOperation(operation, { ...operation.example, headers }, organization.secret);
    for (const [tag, status] of [
      ['"999999-x"', 412],
      ['W/"1"', 412],
      ["1", 400],
    ] as const) {
      const response = await call({ "if-match": tag });
      expect(response.status, `${what} with ${tag}`).toBe(status);
      await expectDocumented(response, told, what);
    }
    if (operation.ifMatch !== "required") return;
    const response = await call({});
    expect(response.status, what).toBe(428);
    await expectDocumented(response, told, what);
  });

  const repeatable = BY_KEY.filter(([, , { parameters }]) =>
    parameters.some(({ name }) => name === "Idempotency-Key"),
  );

  test.each(repeatable)(
    "%s with a bad key, and with one for something else",
    async (what, operation, told) => {
      const call = (key: string, more: Call = {}) =>
        callOperation(
          operation,
          exampleOf(operation, { headers: { "idempotency-key": key }, ...more }),
          organization.secret,
        );
      const bad = await call("two words");
      expect(bad.status, what).toBe(400);
      await expectDocumented(bad, told, what);
      const key = randomUUID();
      await expectDocumented(await call(key), told, what);
      const query = { other: "1" };
      const other = await call(key, operation.query ? {} : { query, headers: { "idempotency-key": key } });
      expect(other.status, what).toBe(422);
      await expectDocumented(other, told, what);
    },
  );
});

async function giveSecondStep({ id }: RestOrganization): Promise<void> {
  await adminQuery(
    `INSERT INTO mfa_methods (organization_id, id, user_id, kind, name, phone, confirmed_at)
     SELECT organization_id, uuid7(), id, 'sms', 'Phone', '+442074559485', now() FROM users
     WHERE organization_id = $1 AND id = $2`,
    [id, EXAMPLE.user],
  );
}
