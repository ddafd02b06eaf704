import { expect, test } from "vitest";
import { TooBusy, turns, turnsOfEach } from "@/lib/turns";

test("so many run at a time, the others in the order in which they came, and one too many is told", async () => {
  const inTurn = turns(2);
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () => {
    log.push(name);
    return new Promise<string>((resolve) => ends.push(() => resolve(name)));
  };
  const all = ["a", "b", "c", "d"].map((name) => inTurn(work(name), 2));
  await expect(inTurn(work("e"), 2)).rejects.toThrow(TooBusy);
  expect(log).toEqual(["a", "b"]);
  for (let index = 0; index < 4; index += 1) {
    await expect.poll(() => ends[index]).toBeDefined();
    ends[index]?.();
  }
  expect(await Promise.all(all)).toEqual(["a", "b", "c", "d"]);
  expect(log).toEqual(["a", "b", "c", "d"]);
});

test("work that fails gives its turn on", async () => {
  const inTurn = turns(1);
  const failing = inTurn(() => Promise.reject(new Error("no")), 5);
  const next = inTurn(() => Promise.resolve("done"), 5);
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("done");
  expect(await inTurn(() => Promise.resolve("again"), 0)).toBe("again");
});

test("each has turns of their own", async () => {
  const inTurnOf = turnsOfEach(1);
  let end = () => {};
  const first = inTurnOf("acme", () => new Promise<string>((resolve) => (end = () => resolve("first"))), 1);
  const second = inTurnOf("acme", () => Promise.resolve("second"), 1);
  await expect(inTurnOf("acme", () => Promise.resolve("third"), 1)).rejects.toThrow(TooBusy);
  expect(await inTurnOf("other", () => Promise.resolve("theirs"), 0)).toBe("theirs");
  end();
  expect(await Promise.all([first, second])).toEqual(["first", "second"]);
  expect(await inTurnOf("acme", () => Promise.resolve("later"), 0)).toBe("later");
});

test("a turn that is given on is taken: whoever comes then waits", async () => {
  const inTurn = turns(1);
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  const all = [inTurn(work, 2), inTurn(work, 2)];
  ends[0]?.();
  await expect.poll(() => ends).toHaveLength(2);
  await expect(inTurn(work, 0)).rejects.toThrow(TooBusy);
  ends[1]?.();
  await Promise.all(all);
});
