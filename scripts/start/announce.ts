import { setTimeout as sleep } from "node:timers/promises";
import { within } from "@/lib/within";
import { addressOf, type Project } from "@/scripts/shared/project";

const patienceMs = 60_000;

/**
 * Waits until web, database and worker are all up, and says where to open the product.
 * @returns whether they came up within a minute
 */
export async function announce({ settings }: Project, signal: AbortSignal): Promise<boolean> {
  const health = `http://127.0.0.1:${settings.PORT}/api/health`;
  const deadline = Date.now() + patienceMs;
  while (!(await isHealthy(health, signal))) {
    if (signal.aborted) return false;
    if (Date.now() > deadline) {
      console.error(
        `Rollcall has not become healthy within ${patienceMs / 1000} s. ${health} says what is missing.`,
      );
      return false;
    }
    await sleep(200);
  }
  console.log(`\nRollcall is ready after ${process.uptime().toFixed(1)} s. Open ${addressOf(settings)}`);
  console.log("Stop it with Ctrl-C.\n");
  return true;
}

async function isHealthy(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    return await within(5_000, async (late) => {
      const response = await fetch(url, { signal: AbortSignal.any([signal, late]) });
      const { database, worker } = await response.json();
      return response.status === 200 && database === "up" && worker === "up";
    });
  } catch {
    return false;
  }
}
