import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safePath } from "@/lib/auth/safe-path";

const SITE = "https://rollcall.example";

test.each([
  ["/", "/"],
  ["/acme/users", "/acme/users"],
  ["/acme/users?q=maria%20m&sort=name#top", "/acme/users?q=maria%20m&sort=name#top"],
  ["/acme/users?next=https://evil.example", "/acme/users?next=https://evil.example"],
  ["acme/users", "/acme/users"],
  ["?q=1", "/?q=1"],
  ["https://rollcall.example/acme/users?q=1", "/acme/users?q=1"],
  ["http://localhost:3000/account", "/account"],
  ["/Ångström/%E2%82%AC", "/%C3%85ngstr%C3%B6m/%E2%82%AC"],
  ["/api/authors", "/"],
])("%s leads to %s", (target, expected) => {
  expect(safePath(target)).toBe(expected);
});

test.each([null, undefined, ""])("nothing leads home", (target) => {
  expect(safePath(target)).toBe("/");
});

// Each of these has led off a site, into a script or in a circle somewhere.
const ATTACKS = [
  "/%61pi/auth/signout",
  "/API/auth/signin",
  "/api/%61uth/signin",
  "//evil.example",
  "///evil.example",
  "////evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "/\\/evil.example",
  "\\evil.example",
  "//\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "\u0000//evil.example",
  "\u00a0//evil.example",
  "//evil.example@rollcall.example",
  "https://evil.example",
  "https:evil.example",
  "https:/evil.example",
  "https:///evil.example",
  "https:\\\\evil.example",
  "HTTPS://EVIL.EXAMPLE",
  "https://evil.example//evil.example",
  "https://evil.example/\\evil.example",
  "https://evil.example/%5c%5cevil.example",
  "https://rollcall.example@evil.example",
  "https://rollcall.example.evil.example",
  "https://evil.example#rollcall.example",
  "https://evil.example?rollcall.example",
  "https://[::1]",
  "http://2130706433",
  "http://0x7f.1",
  "http://evil。example",
  "http:evil.example",
  "//evil。example",
  "//％65vil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/./\\evil.example",
  "/a/..//evil.example",
  "/%2e%2e//evil.example",
  "/%2e//evil.example",
  "/.\\/evil.example",
  "/%0d%0aSet-Cookie:%20a=b",
  "/\r\nSet-Cookie: a=b",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  " javascript:alert(1)",
  "javascript://rollcall.example/%0aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "blob:https://rollcall.example/x",
  "file:///etc/passwd",
  "ftp://evil.example",
  "ws://evil.example",
  "about:blank",
  "mailto:a@evil.example",
  "view-source:https://evil.example",
  "/api/auth/signout",
  "/api/auth/signin?callbackUrl=/api/auth/signin",
  "/api/../api/auth/signout",
  "/x/../api/auth/signout",
  "/\ud800/evil",
  "http://",
  "http://a b",
  "://evil.example",
  "/\u2028/evil.example",
];

describe(`each of ${ATTACKS.length} attacks`, () => {
  test.each(ATTACKS)("%j stays on the site and out of next-auth", (attack) => {
    const path = safePath(attack);
    expect(path).toMatch(/^\/(?![/\\])/);
    const landed = new URL(path, SITE);
    expect(landed.origin).toBe(SITE);
    expect(/^\/api\/auth/i.test(decodeURIComponent(landed.pathname))).toBe(false);
    expect(path).toMatch(/^[!-~]+$/);
    expect(safePath(path)).toBe(path);
  });
});

test("no text whatever leads away", () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    ":",
    "@",
    ".",
    "..",
    "%2f",
    "%5c",
    "\t",
    "\n",
    " ",
    "http",
    "https:",
    "evil",
    "?",
    "#",
    "\0",
    "。",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(text, (target) => {
      const path = safePath(target);
      return new URL(path, SITE).origin === SITE && path.startsWith("/") && !path.startsWith("//");
    }),
    { numRuns: 3_000 },
  );
});
