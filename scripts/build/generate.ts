import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "@/scripts/build/fingerprint";
import { generateCommand } from "@/scripts/children/commands";
import { runChild } from "@/scripts/children/run";
import { Failure } from "@/scripts/shared/failure";
import { ensureOwnDir } from "@/scripts/shared/files";
import { type Environment, projectDir } from "@/scripts/shared/project";

const generated = join(projectDir, "lib", "generated");
const stamp = join(generated, "prisma.sha256");

/** Makes the database client from `schema.prisma`, unless the one that is there is of that very schema. */
export async function generateClient(environment: Environment, signal?: AbortSignal): Promise<void> {
  const sources = ["prisma/schema.prisma", "node_modules/prisma/package.json"];
  const current = fingerprint(projectDir, sources, []);
  if (existsSync(join(generated, "prisma")) && stampIs(current)) return;
  ensureOwnDir(generated);
  const code = await runChild(generateCommand(environment), signal);
  signal?.throwIfAborted();
  if (code !== 0) throw new Failure("The database client could not be generated. Why stands above.");
  writeFileSync(stamp, current);
}

function stampIs(value: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === value;
}
