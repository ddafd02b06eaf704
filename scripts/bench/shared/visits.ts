import { setTimeout as sleep } from "node:timers/promises";
import type { Visitor } from "@/scripts/bench/shared/visitor";

/** Milliseconds that each answer took, by path. */
export type Latencies = Map<string, number[]>;

/** Asks for pages one after the other over some connections, until it is told to stop. */
export function visitPages(
  visitor: Visitor,
  paths: readonly string[],
  { connections, pauseMs }: { connections: number; pauseMs: number },
): { stop(): Promise<Latencies> } {
  const latencies: Latencies = new Map(paths.map((path) => [path, []]));
  let isOver = false;
  const visit = async (connection: number) => {
    for (let turn = connection; !isOver; turn += 1) {
      const path = paths[turn % paths.length] ?? "";
      const startedAt = performance.now();
      const answer = await visitor.get(path);
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}.`);
      latencies.get(path)?.push(performance.now() - startedAt);
      await sleep(pauseMs);
    }
  };
  const visiting = Promise.all(Array.from({ length: connections }, (_, connection) => visit(connection)));
  // A failure is told by stop(); until then nobody waits for it.
  visiting.catch(() => undefined);
  return {
    async stop() {
      isOver = true;
      await visiting;
      return latencies;
    },
  };
}
