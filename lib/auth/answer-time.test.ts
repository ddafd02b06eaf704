import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { refuseInStep } from "@/lib/auth/answer-time";
import { fail, ok, type Result } from "@/lib/result";

const STEP_MS = 60;

async function timed(workMs: number, result: Result<number>, stepMs = STEP_MS) {
  const start = performance.now();
  let workedMs = 0;
  const answer = await refuseInStep(stepMs, async () => {
    await sleep(workMs);
    workedMs = performance.now() - start;
    return result;
  });
  return { answer, workedMs, answeredMs: performance.now() - start };
}

describe("a refusal", () => {
  test.each([0, 5, 40, 70, 130])("comes at a full step when the work took %i ms", async (workMs) => {
    const { answer, workedMs, answeredMs } = await timed(workMs, fail("invalid", "No."));
    expect(answer).toEqual(fail("invalid", "No."));
    expect(answeredMs).toBeGreaterThanOrEqual(Math.ceil(workedMs / STEP_MS) * STEP_MS);
  });
});

test("a success is not held back", async () => {
  const { answer, answeredMs } = await timed(1, ok(1), 60_000);
  expect(answer).toEqual(ok(1));
  expect(answeredMs).toBeLessThan(10_000);
});

test("an exception passes", async () => {
  const broken = refuseInStep(STEP_MS, async () => {
    throw new Error("broken");
  });
  await expect(broken).rejects.toThrow("broken");
});
