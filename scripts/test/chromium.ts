import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { Failure } from "@/scripts/shared/failure";
import { exitCodeOf } from "@/scripts/test/tool";

const paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/**
 * Finds a Chromium, and installs one where there is none: Debian's own as root on Debian, else Playwright's.
 * @returns its path, or nothing when Playwright knows its own
 * @throws Failure when none can be had
 */
export async function ensureChromium(signal: AbortSignal): Promise<string | undefined> {
  const found = paths.find((path) => existsSync(path));
  if (found) return found;
  if (isDebian() && process.getuid?.() === 0) {
    console.log("Installing Chromium from Debian's packages ...");
    const installed = apt("update") && apt("install", "--yes", "--no-install-recommends", "chromium");
    if (installed && existsSync("/usr/bin/chromium")) return "/usr/bin/chromium";
    console.error("Debian's packages did not give one. Trying Playwright's.");
  }
  if ((await exitCodeOf("playwright", ["install", "chromium"], {}, signal)) === 0) return undefined;
  throw new Failure(
    "There is no Chromium and none can be installed. On Debian or Ubuntu: apt-get install chromium",
  );
}

function isDebian(): boolean {
  return (
    existsSync("/etc/os-release") && /^ID(_LIKE)?="?.*debian/m.test(readFileSync("/etc/os-release", "utf8"))
  );
}

function apt(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", ["--quiet", ...args], { stdio: "inherit", env }).status === 0;
}
