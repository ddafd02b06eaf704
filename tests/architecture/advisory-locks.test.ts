import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

// Ids can be chosen: a lock by an id alone would be one that another organization can hold.
test("every lock by a name is one organization's", () => {
  const paths = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts") && !path.startsWith("generated"),
  );
  const found = paths.flatMap((path) => {
    const lines = readFileSync(`lib/${path}`, "utf8").split("\n");
    return lines.flatMap((line, index) => {
      const [, key] = /pg_(?:try_)?advisory\w*\((?:hashtextextended\()?(.*)/.exec(line) ?? [];
      if (key === undefined) return [];
      const named = key.startsWith("$" + "{key}") ? (lines[index - 1] ?? "") : key;
      return [{ path, isOwn: named.includes("organizationId}") }];
    });
  });
  expect(found.length).toBeGreaterThan(8);
  expect(found.filter(({ isOwn }) => !isOwn).map(({ path }) => path)).toEqual(["setup/first-start.ts"]);
});
