import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fingerprint } from "@/scripts/build/fingerprint";

const dir = mkdtempSync(join(tmpdir(), "rollcall-fingerprint-"));
afterAll(() => rmSync(dir, { recursive: true }));

const write = (path: string, content: string) => {
  mkdirSync(join(dir, path, ".."), { recursive: true });
  writeFileSync(join(dir, path), content);
};
const now = (extra: string[] = []) => fingerprint(dir, ["app", "lib", "middleware.ts", "absent.ts"], extra);

test("a fingerprint changes with names, contents and what else matters, and with nothing else", () => {
  write("app/page.tsx", "a");
  write("middleware.ts", "m");
  const before = now();
  expect(now()).toBe(before);

  write("app/page.test.tsx", "a test");
  write("lib/generated/client.ts", "generated");
  write("docs/readme.md", "not built");
  expect(now()).toBe(before);

  expect(now(["20"])).not.toBe(before);
  write("app/page.tsx", "b");
  const edited = now();
  expect(edited).not.toBe(before);
  write("app/new.tsx", "");
  expect(now()).not.toBe(edited);
});
