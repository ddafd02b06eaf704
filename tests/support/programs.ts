import { spawnSync } from "node:child_process";

/** Installs one of Debian's programs, of the same name as its package, where there is none. @throws Error where nobody may */
export function ensureProgram(name: string): void {
  const isThere = () => spawnSync(name, ["--version"]).status === 0;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["install", "--yes", name], ["update"], ["install", "--yes", name]]) {
    if (isThere()) return;
    spawnSync("apt-get", ["--quiet", ...args], { timeout: 120_000, env });
  }
  if (!isThere()) throw new Error(`${name} is missing. As root this installs it: apt-get install ${name}`);
}
