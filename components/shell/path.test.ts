import { expect, test } from "vitest";
import { isAtOrBelow } from "@/components/shell/path";

test.each([
  ["/a/users", "/a/users", true],
  ["/a/users/7/edit", "/a/users", true],
  ["/a/users", "/a/users?sort=name", true],
  ["/a/users", "/a/users/", true],
  ["/a/users-old", "/a/users", false],
  ["/a", "/a/users", false],
])("%s is at or below %s: %s", (pathname, href, expected) => {
  expect(isAtOrBelow(pathname, href)).toBe(expected);
});
