import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findViolations, type Sources } from "./dependency-rule";

const SOURCE = /\.(ts|tsx|mjs)$/;

function ownSources(): Map<string, string> {
  const paths = (listedPaths() ?? walkedPaths()).filter((path) => SOURCE.test(path));
  return new Map(paths.flatMap((path) => read(path)));
}

function listedPaths(): string[] | undefined {
  try {
    const args = ["ls-files", "--cached", "--others", "--exclude-standard"];
    return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n");
  } catch {
    return undefined;
  }
}

// The folders that .gitignore names; those that begin with a dot are not ours either.
const NOT_OURS = ["node_modules", "lib/generated", "test-results", "playwright-report", "coverage"];

/** A folder that came as an archive has no work tree, and a small machine has no git. */
function walkedPaths(folder = ""): string[] {
  return readdirSync(folder || ".", { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return entry.name.startsWith(".") || NOT_OURS.includes(path) ? [] : walkedPaths(path);
  });
}

function read(path: string): [string, string][] {
  try {
    return [[path, readFileSync(path, "utf8")]];
  } catch {
    return [];
  }
}

const outside = 'import "server-only";\n';
const sources = (files: Record<string, string>): Sources => new Map(Object.entries(files));

describe("the dependency rule", () => {
  test("holds for the whole product", () => {
    const own = ownSources();
    expect(own.size).toBeGreaterThan(100);
    expect(findViolations(own)).toEqual([]);
  });

  test("is held against every file where there is no git, too", () => {
    const listed = (listedPaths() ?? []).filter((path) => SOURCE.test(path) && existsSync(path));
    expect(walkedPaths()).toEqual(expect.arrayContaining(listed));
    expect(walkedPaths().filter((path) => path.startsWith("node_modules/"))).toEqual([]);
  });

  test.each([
    [
      "a domain word in the design system",
      { "components/ui/a.tsx": 'import { x } from "@/lib/x";', "lib/x.ts": "" },
    ],
    ["a page in lib", { "lib/a.ts": 'import { x } from "@/app/x";', "app/x.ts": "" }],
    ["a query in a component", { "components/a/a.tsx": 'import { q } from "@/lib/q";', "lib/q.ts": outside }],
    ["a query in a pure file", { "lib/a/a.ts": 'export { q } from "../q";', "lib/q.ts": outside }],
    ["a lazy import", { "lib/a.ts": 'const q = () => import("@/lib/q");', "lib/q.ts": outside }],
    ["Prisma on a page", { "app/page.tsx": 'import { db } from "@/lib/db";', "lib/db.ts": outside }],
    ["a circle", { "lib/a.ts": 'import { b } from "@/lib/b";', "lib/b.ts": 'import { a } from "@/lib/a";' }],
    ["the environment", { "lib/a.ts": "export const a = process.env.A;" }],
    ["the disk", { "lib/a.ts": 'import { readFile } from "node:fs/promises";' }],
    ["a request", { "lib/a.ts": 'import { cookies } from "next/headers";' }],
  ])("refuses %s", (_, files) => {
    expect(findViolations(sources(files))).not.toEqual([]);
  });

  test.each([
    ["components/ui/a.tsx", "lib/x.ts", "the design system knows no domain"],
    ["components/ui/a.tsx", "components/users/x.ts", "the design system knows no domain"],
    ["components/a/a.tsx", "app/x.ts", "components know no pages"],
    ["lib/a.ts", "components/x.ts", "lib knows no screen"],
    ["app/page.tsx", "lib/db.ts", "screens never see Prisma"],
    ["app/page.tsx", "tests/t.ts", "the product does not know its tests"],
    ["scripts/a.ts", "tests/t.ts", "the product does not know its tests"],
  ])("says why %s must not import %s", (from, to, why) => {
    const files = { [from]: `import { x } from "@/${to.replace(/\.ts$/, "")}";`, [to]: "" };
    expect(findViolations(sources(files))).toContain(`${from} imports ${to}: ${why}.`);
  });

  test("allows types, which leave nothing behind", () => {
    const files = { "components/a/a.tsx": 'import type { Q } from "@/lib/q";', "lib/q.ts": outside };
    expect(findViolations(sources(files))).toEqual([]);
  });
});
