import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { installDependencies } from "./dependencies.mjs";
import { nodeVersionProblem } from "./node-version.mjs";
import { resolve as resolveServerOnly } from "./server-only.mjs";

const projectDir = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/**
 * Runs a TypeScript program of `scripts/` in this very process, so that a signal reaches it directly. Everything up
 * to the import is plain Node without a dependency: it must work on a fresh clone, and on a Node that is too old.
 * @param {string} program its path below `scripts/`; it exports `main(args: string[]): Promise<void>`
 * @param {{ development?: boolean }} options development: the packages only developers need must be there too
 * @returns {Promise<boolean>} whether it came to its end
 */
export async function run(program, { development = false } = {}) {
  try {
    const { engines } = JSON.parse(readFileSync(join(projectDir, "package.json"), "utf8"));
    const problem = nodeVersionProblem(process.version, engines.node);
    if (problem) throw failure(problem);
    process.chdir(projectDir);
    await installDependencies(projectDir, development);
    await registerTypeScript();
    const { main } = await import(pathToFileURL(join(projectDir, "scripts", program)).href);
    await main(process.argv.slice(2));
    return true;
  } catch (error) {
    // A Failure is written for the person at the keyboard; anything else is ours to mend and needs its stack.
    console.error(error?.name === "Failure" ? `\n${error.message}\n` : error);
    process.exitCode = error?.exitCode ?? 1;
    return false;
  }
}

async function registerTypeScript() {
  const module = await import("node:module");
  // The older way still works in newer versions of Node and prints a warning.
  if (module.registerHooks) module.registerHooks({ resolve: resolveServerOnly });
  else module.register("./server-only.mjs", import.meta.url);
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: join(projectDir, "tsconfig.json") });
}

function failure(message) {
  return Object.assign(new Error(message), { name: "Failure" });
}
