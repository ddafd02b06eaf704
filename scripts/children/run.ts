import { once } from "node:events";
import { type Command, startChild, stopChild } from "@/scripts/children/child";

/**
 * Runs a program to its end.
 * @param signal ends it early
 * @returns its exit code; 1 when a signal ended it
 */
export async function runChild(command: Command, signal?: AbortSignal): Promise<number> {
  const child = startChild(command);
  const stop = () => void stopChild(child, 3_000);
  signal?.addEventListener("abort", stop);
  const [code] = (await once(child, "exit")) as [number | null];
  signal?.removeEventListener("abort", stop);
  return code ?? 1;
}
