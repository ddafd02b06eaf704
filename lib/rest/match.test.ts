import { expect, test } from "vitest";
import { matchPath } from "@/lib/rest/match";
import type { Operation } from "@/lib/rest/operation";

const at = (path: Operation["path"]): Operation => ({
  method: "GET",
  path,
  summary: "",
  access: "public",
  answers: {},
  example: {},
});
const ALL = [at("/users"), at("/users/{userId}"), at("/users/{userId}/groups")];

test.each([
  ["/api/v1/users", ["/users"], {}],
  ["/api/v1/users/7", ["/users/{userId}"], { userId: "7" }],
  ["/api/v1/users/a%2Fb/groups", ["/users/{userId}/groups"], { userId: "a/b" }],
  ["/api/v1/users/", [], {}],
  ["/api/v1/users//groups", [], {}],
  ["/api/v1/users/7/groups/8", [], {}],
  ["/api/v1/Users", [], {}],
  ["/api/v1/users/%", [], {}],
  ["/api/v1", [], {}],
  ["/api/v2/users", [], {}],
])("at %s there are %j", (pathname, paths, params) => {
  const found = matchPath(ALL, pathname);
  expect(found.map(({ operation }) => operation.path)).toEqual(paths);
  for (const match of found) expect(match.params).toEqual(params);
});
