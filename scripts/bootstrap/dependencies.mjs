import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * Installs what `package-lock.json` asks for and `node_modules` lacks. Compares contents and not dates, because a
 * checkout gives every file the date of today.
 * @param {string} projectDir
 * @param {boolean} development whether the packages only developers need count as missing
 */
export async function installDependencies(projectDir, development) {
  const missing = missingPackages(projectDir, development);
  if (missing.length === 0) return;
  const reason = existsSync(join(projectDir, "node_modules"))
    ? `${missing.length} packages changed`
    : "first start";
  refuseUnlessWritable(projectDir);
  console.log(`Installing packages (${reason}; this takes a minute) ...`);
  // Not `npm ci`: it refuses a lock file that lacks an optional package of a platform its author's registry did not have.
  const options = [
    "--no-save",
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const code = await runNpm(projectDir, ["install", ...options]);
  if (code === 0) return;
  throw failure(
    `The packages could not be installed: npm ended with code ${code}. What it says stands above.`,
  );
}

// npm would say so in twenty lines, of which none says what to do.
function refuseUnlessWritable(projectDir) {
  const modules = join(projectDir, "node_modules");
  const folder = existsSync(modules) ? modules : projectDir;
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw failure(
      `The folder ${folder} cannot be written by this user: ${error.message}\n` +
        `Give that user the right to write there, or run npm start as the user that ${projectDir} belongs to.`,
    );
  }
}

function failure(message) {
  return Object.assign(new Error(message), { name: "Failure" });
}

function missingPackages(projectDir, development) {
  const wanted = packages(join(projectDir, "package-lock.json"));
  const installed = packages(join(projectDir, "node_modules", ".package-lock.json"));
  return Object.keys(wanted).filter((path) => {
    const entry = wanted[path];
    if (path === "" || installed[path]?.version === entry.version) return false;
    // An optional package may be absent (it is for another platform), but not of another version.
    if (installed[path] === undefined && (entry.optional || entry.peer || entry.devOptional)) return false;
    return development || !entry.dev;
  });
}

function packages(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, "utf8")).packages;
  } catch {
    return {};
  }
}

function runNpm(projectDir, args) {
  const npm = process.env.npm_execpath;
  const viaNode = npm !== undefined && basename(npm) === "npm-cli.js";
  const child = viaNode
    ? spawn(process.execPath, [npm, ...args], { cwd: projectDir, stdio: "inherit" })
    : spawn("npm", args, { cwd: projectDir, stdio: "inherit", shell: process.platform === "win32" });
  const stop = (signal) => child.kill(signal);
  process.once("SIGTERM", stop);
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(Object.assign(error, { message: `npm cannot be run: ${error.message}` })),
    );
    child.once("exit", (code, signal) => {
      process.off("SIGTERM", stop);
      resolve(code ?? signal);
    });
  });
}
