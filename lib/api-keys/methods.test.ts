import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { onlyMethods } from "@/lib/api-keys/methods";

test("another method is refused with a problem document that names those which are taken", async () => {
  const answer = onlyMethods("GET", "PATCH").refuse();
  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toBe("GET, HEAD, PATCH, OPTIONS");
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({
    status: 405,
    code: "methodNotAllowed",
    title: "This address takes GET or PATCH only.",
  });
});

test("OPTIONS answers them and nothing else", async () => {
  const answer = onlyMethods("POST").options();
  expect([answer.status, answer.headers.get("allow"), await answer.text()]).toEqual([
    204,
    "POST, OPTIONS",
    "",
  ]);
});

test("every route of the API answers every method", () => {
  const files = readdirSync("app/api/v1", { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith("route.ts"),
  );
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const source = readFileSync(`app/api/v1/${file}`, "utf8");
    const exported = source.match(/^export (?:\{[^}]*\}|.*$)/gm)?.join("\n") ?? "";
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      expect(new RegExp(`\\b${method}\\b`).test(exported), `${method} of ${file}`).toBe(true);
    }
  }
});
