import { expect, test } from "vitest";
import { admitted } from "@/lib/auth/admission";

test("one network leaves room for the others, and gets its own back", async () => {
  const ends: (() => void)[] = [];
  const stay = () => new Promise<string>((resolve) => ends.push(() => resolve("in")));
  const crowd = Array.from({ length: 70 }, () => admitted("2001:db8::1", stay));
  await expect.poll(() => ends.length).toBe(8);
  // The /64 counts.
  expect(await admitted("2001:db8::2", stay)).toBeNull();
  const other = admitted("192.0.2.1", () => Promise.resolve("other"));
  for (let done = 0; done < 60; done += 1) {
    await expect.poll(() => ends.length).toBeGreaterThan(done);
    ends[done]?.();
  }
  const answers = await Promise.all(crowd);
  expect(answers.filter((answer) => answer === "in")).toHaveLength(60);
  expect(answers.filter((answer) => answer === null)).toHaveLength(10);
  expect(await other).toBe("other");
  expect(await admitted("2001:db8::3", () => Promise.resolve("again"))).toBe("again");
});
