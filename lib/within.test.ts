import { expect, test } from "vitest";
import { within } from "@/lib/within";

test("what is done in time answers, and its signal stays quiet", async () => {
  let given: AbortSignal | undefined;
  const answer = await within(10_000, async (signal) => {
    given = signal;
    return 7;
  });
  expect(answer).toBe(7);
  expect(given?.aborted).toBe(false);
});

test("what fails, fails as it does", async () => {
  await expect(within(10_000, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
});

test("what never ends is given up, though it does not heed its signal", async () => {
  let given: AbortSignal | undefined;
  const never = within(20, (signal) => {
    given = signal;
    return new Promise(() => undefined);
  });
  await expect(never).rejects.toThrow("No answer within 0.02 s.");
  expect(given?.aborted).toBe(true);
});
