import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { oneAtATime } from "@/lib/credentials/pins/one-at-a-time";

test("work about one thing waits its turn, a failure holds nobody up, and other things do not wait", async () => {
  const done: string[] = [];
  const work = (name: string, ms: number) => async () => {
    await sleep(ms);
    done.push(name);
    if (name === "b") throw new Error("It fails.");
    return name;
  };
  const results = await Promise.allSettled([
    oneAtATime("x", work("a", 30)),
    oneAtATime("x", work("b", 10)),
    oneAtATime("x", work("c", 0)),
    oneAtATime("y", work("d", 0)),
  ]);
  expect(done).toEqual(["d", "a", "b", "c"]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
});
