import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openApi } from "@/lib/rest/openapi";
import { OPERATIONS, RESOURCES } from "@/lib/rest/operations";
import { referenceOf } from "@/lib/rest/reference";
import { statusesOf } from "@/lib/rest/statuses";
import { exportedNames } from "@/tests/e2e/exports";

const document = openApi(RESOURCES, "https://people.example.com");
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

describe("the document", () => {
  test("has every operation once, under a name of its own", () => {
    expect(operations.length).toBe(OPERATIONS.length);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("users.list");
  });

  test("refers to nothing that it does not have", () => {
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name ?? "",
    );
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect(document.components.schemas).toHaveProperty(name);
    expect(JSON.stringify(document)).not.toContain("$defs");
  });

  test.each(OPERATIONS.map((each) => [`${each.method} ${each.path}`, each] as const))(
    "tells of %s every status that it can have, and of those alone",
    (_, operation) => {
      const told = document.paths[operation.path]?.[operation.method.toLowerCase()];
      expect(Object.keys(told?.responses ?? {}).map(Number)).toEqual(
        statusesOf(operation).toSorted((one, other) => one - other),
      );
    },
  );

  test("is what the page of it shows, whole", () => {
    const shown = referenceOf(document).flatMap((part) => part.operations);
    expect(shown.length).toBe(OPERATIONS.length);
    const change = shown.find(({ id }) => id === "users.update");
    expect(change?.fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["userId", "If-Match", "firstName", "properties"]),
    );
    expect(change?.example).toContain("-H 'if-match: *'");
  });
});

test.each(OPERATIONS.flatMap(({ servedBy, method }) => (servedBy ? [[method, servedBy]] : [])))(
  "what is said to answer %s is there: %s",
  (method, path) => {
    expect(existsSync(path)).toBe(true);
    expect(exportedNames(path, readFileSync(path, "utf8"))).toContain(method);
  },
);
