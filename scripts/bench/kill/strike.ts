import { setTimeout as sleep } from "node:timers/promises";
import { allPidsOf, pidsOf } from "@/scripts/bench/shared/processes";
import { isUp, type Product } from "@/scripts/bench/shared/product";
import { codeOf } from "@/scripts/shared/failure";
import { waitForEnd } from "@/scripts/shared/processes";

/** What is killed: one of the product's processes, or all of them with `npm start` itself. */
export const TARGETS = ["web", "worker", "postgres", "everything"] as const;
export type Target = (typeof TARGETS)[number];

const restartSecondsMax = 60;

/** Kills by SIGKILL. @returns the processes that are gone */
export async function strike(product: Product, target: Target): Promise<number[]> {
  const victims = target === "everything" ? allPidsOf(product) : [await pidOf(product, target, [])];
  for (const pid of victims) killHard(pid);
  await Promise.all(victims.map((pid) => waitForEnd(pid, 10_000)));
  return victims;
}

/**
 * Waits until what was killed runs again: one process is started again by `npm start`, all of them by starting that
 * anew.
 */
export async function untilRestarted(
  product: Product,
  target: Target,
  victims: readonly number[],
): Promise<void> {
  if (target === "everything") await product.start();
  else await pidOf(product, target, victims);
  if (target !== "worker") await untilUp(product);
}

async function pidOf(
  product: Product,
  target: Exclude<Target, "everything">,
  others: readonly number[],
): Promise<number> {
  const deadline = Date.now() + restartSecondsMax * 1000;
  while (Date.now() < deadline) {
    const pid = pidsOf(product)[target];
    if (pid !== undefined && !others.includes(pid)) return pid;
    await sleep(25);
  }
  throw new Error(`There is no ${target} process after ${restartSecondsMax} s.`);
}

async function untilUp({ url }: Product): Promise<void> {
  const deadline = Date.now() + restartSecondsMax * 1000;
  while (!(await isUp(`${url}/api/health`))) {
    if (Date.now() > deadline) throw new Error(`The product is not healthy after ${restartSecondsMax} s.`);
    await sleep(50);
  }
}

// Some of everything ends by itself with what was killed before it.
function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
  }
}
