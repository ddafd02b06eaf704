import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { settingsSchema } from "@/lib/env";
import { projectDir } from "@/scripts/shared/project";

test(".env.example names every setting, and no other", () => {
  const text = readFileSync(join(projectDir, ".env.example"), "utf8");
  const named = [...text.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
  const settings = Object.keys(settingsSchema.shape).filter((name) => name !== "NODE_ENV");
  expect(new Set(named)).toEqual(new Set(settings));
});
