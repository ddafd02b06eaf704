import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exportedNames } from "@/tests/e2e/exports";

const routes = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((path) =>
  /(^|[\\/])route\.\w+$/.test(path),
);

describe("the methods of a route", () => {
  test("are there to be read", () => {
    expect(routes.length).toBeGreaterThan(20);
  });

  test.each(routes)("are understood in app/%s", (path) => {
    expect(path).toMatch(/\.ts$/);
    expect(exportedNames(path, readFileSync(join("app", path), "utf8"))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(GET|POST|PUT|PATCH|DELETE)$/)]),
    );
  });

  test.each([
    ["export function GET() {}", ["GET"]],
    ["export async function POST(request: Request) {}", ["POST"]],
    ["export const PUT = answer;\nexport const PATCH: Answer = answer;", ["PUT", "PATCH"]],
    ["export { answer as GET };", ["GET"]],
    ["export {\n  answer as GET,\n  answer as POST,\n};", ["GET", "POST"]],
    ['export { DELETE, GET as read, type Answer } from "./other";', ["DELETE", "read"]],
    ["export type GET = string;", []],
    ["// export function GET() {}\nconst text = 'export const PUT = 1';", []],
  ])("are the names that it exports: %j", (source, names) => {
    expect(exportedNames("app/route.ts", source)).toEqual(names);
  });

  test.each([
    'export * from "./other";',
    'export * as GET from "./other";',
    "export const { GET, POST } = handlers;",
    "export const {\n  GET,\n  POST,\n} = handlers;",
    "export const [GET, POST] = handlers;",
    "export let GET = answer;",
    "export default answer;",
    "  export const { GET } = handlers;",
  ])("could hide in %j, which is refused", (source) => {
    expect(() => exportedNames("app/route.ts", source)).toThrow(/^app\/route\.ts has an export/);
  });
});
