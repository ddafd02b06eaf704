import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What `next build` reads. A build is good for as long as none of it changes. */
export const buildSources = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema.prisma",
  "middleware.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

const isIgnored = (path: string) => path === "lib/generated" || /\.test\.tsx?$/.test(path);

/** SHA-256, in hexadecimal, of names and contents of files and of folders' files. What does not exist counts as such. */
export function fingerprint(rootDir: string, sources: readonly string[], extra: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(extra));
  for (const path of sources.flatMap((source) => filesOf(rootDir, source))) {
    hash.update(`\0${path}\0`).update(
      createHash("sha256")
        .update(readFileSync(join(rootDir, path)))
        .digest(),
    );
  }
  return hash.digest("hex");
}

function filesOf(rootDir: string, path: string): string[] {
  const full = join(rootDir, path);
  if (isIgnored(path) || !existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesOf(rootDir, `${path}/${name}`));
}
