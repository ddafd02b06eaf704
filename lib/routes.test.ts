import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RESERVED_SLUGS, routes } from "@/lib/routes";

const app = new URL("../app", import.meta.url).pathname;

/** The first parts of the addresses that folders of `app/` answer. */
function firstParts(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
    .flatMap(({ name }) => (/^\(.*\)$/.test(name) ? firstParts(join(dir, name)) : name));
}

test("no organization can have the address of a page", () => {
  const pages = firstParts(app).filter((part) => part !== "[org]");
  expect(pages).toContain("sign-in");
  expect(pages.filter((part) => !RESERVED_SLUGS.includes(part))).toEqual([]);
});

describe("an address", () => {
  test.each([
    [routes.home(), "/"],
    [routes.users("acme"), "/acme/users"],
    [
      routes.users("acme", { q: "maria m&m", role: null, after: undefined, page: 0, sort: "" }),
      "/acme/users?q=maria+m%26m&page=0",
    ],
    [routes.user("acme", "../admin"), "/acme/users/..%2Fadmin"],
    [routes.activate("a/b?c#d"), "/activate/a%2Fb%3Fc%23d"],
    [routes.signIn("/acme/users?q=1"), "/sign-in?callbackUrl=%2Facme%2Fusers%3Fq%3D1"],
    [routes.importFile("1", "acme"), "/api/imports/1/file?organization=acme"],
  ])("%s", (address, expected) => {
    expect(address).toBe(expected);
  });
});
