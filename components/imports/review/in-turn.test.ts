import { expect, test } from "vitest";
import { inTurn } from "@/components/imports/review/in-turn";

test("what is asked for later begins when what was asked for before has ended, well or not", async () => {
  const run = inTurn();
  const done: string[] = [];
  const first = run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    done.push("first");
    throw new Error("no");
  });
  const second = run(async () => {
    done.push("second");
    return 2;
  });
  await Promise.resolve();
  expect(done).toEqual([]);
  await expect(first).rejects.toThrow("no");
  expect(await second).toBe(2);
  expect(done).toEqual(["first", "second"]);
});

test("it begins at once when nothing runs", async () => {
  const run = inTurn();
  const done: string[] = [];
  const note = (what: string) => async () => void done.push(what);
  const first = run(note("first"));
  expect(done).toEqual(["first"]);
  await first;
  const second = run(note("second"));
  expect(done).toEqual(["first", "second"]);
  await second;
});
