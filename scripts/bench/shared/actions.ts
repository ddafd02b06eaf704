import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "@/scripts/shared/project";

/** A server action of the build: its id, and a page of acme's that it can be called on. */
export type BuiltAction = { id: string; path: string };

type Manifest = { node: Record<string, { exportedName: string; workers: Record<string, unknown> }> };

const manifestFile = join(projectDir, ".next", "server", "server-reference-manifest.json");

/** Finds an action by the name of its function, as the build numbered it. */
export function actionNamed(name: string): BuiltAction {
  const { node } = JSON.parse(readFileSync(manifestFile, "utf8")) as Manifest;
  const found = Object.entries(node).find(([, { exportedName }]) => exportedName === name);
  if (!found) throw new Error(`The build has no action ${name}.`);
  return { id: found[0], path: "/acme/users/import" };
}
