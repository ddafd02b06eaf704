import { describe, expect, test, vi } from "vitest";
import { autosave } from "@/components/policies/autosave";
import type { Saved } from "@/lib/policies/saved";
import type { PolicyState } from "@/lib/policies/state";
import { fail, ok, type Result } from "@/lib/result";

const policy = (key: string, value: unknown) =>
  ({ key, value, stamp: JSON.stringify(value) }) as unknown as PolicyState;
const first = [policy("pinUses", 1), policy("pinHours", 24)];

type Answer = Result<Saved> | "lost";

function begin(answers: Answer[], kept: string | null = null) {
  const sent: unknown[] = [];
  const waits: number[] = [];
  const browser = { kept };
  let due: (() => void) | null = null;
  const saving = autosave(first, {
    send: async (key, draft) => {
      sent.push([key, draft.value, draft.stamp]);
      const answer = answers.shift() ?? "lost";
      if (answer === "lost") throw new TypeError("Failed to fetch");
      return answer;
    },
    load: () => browser.kept,
    store: (text) => {
      browser.kept = text;
    },
    wait: (run, ms) => {
      waits.push(ms);
      due = run;
      return () => {
        due = null;
      };
    },
  });
  /** Lets time pass until what is due is done. */
  const pass = async () => {
    const run = due;
    due = null;
    run?.();
    await vi.waitFor(() =>
      expect(Object.values(saving.state().statuses)).not.toContainEqual({ kind: "saving" }),
    );
  };
  return { saving, sent, waits, browser, pass };
}

const saved = (...policies: PolicyState[]): Answer => ok({ isConflict: false, policies });
const conflict = (...policies: PolicyState[]): Answer => ok({ isConflict: true, policies });

describe("a change", () => {
  test("is sent with what was seen before, said to be saved, and kept no longer", async () => {
    const { saving, sent, browser, pass } = begin([saved(policy("pinUses", 3), policy("pinHours", 24))]);
    saving.change("pinUses", "3");
    expect(browser.kept).toContain('"3"');
    expect(saving.state().statuses.pinUses).toEqual({ kind: "waiting" });
    await pass();
    expect(sent).toEqual([["pinUses", "3", "1"]]);
    expect(saving.state()).toMatchObject({ drafts: {}, statuses: { pinUses: { kind: "saved" } } });
    expect(browser.kept).toBeNull();
  });

  test("that does not arrive is kept and tried again, later and later, and saved at last", async () => {
    const lost = Array.from({ length: 7 }, (): Answer => "lost");
    const { saving, sent, waits, browser, pass } = begin([...lost, saved(policy("pinUses", 3))]);
    saving.change("pinUses", 3);
    for (const _ of lost) {
      await pass();
      expect(saving.state().statuses.pinUses).toEqual({ kind: "retrying", because: "unanswered" });
      expect(browser.kept).not.toBeNull();
    }
    expect(waits).toEqual([0, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
    await pass();
    expect(saving.state().statuses.pinUses).toEqual({ kind: "saved" });
    expect(sent).toHaveLength(8);
  });

  test("that was kept by the browser is saved by the next page", async () => {
    const { browser } = await lose();
    const next = begin([saved(policy("pinUses", 3))], browser.kept);
    next.saving.start();
    await next.pass();
    expect(next.sent).toEqual([["pinUses", 3, "1"]]);
    expect(next.browser.kept).toBeNull();
  });

  test("of somebody who is signed out waits until they are in again", async () => {
    const { saving, pass } = begin([fail("unauthenticated", "Sign in."), saved(policy("pinUses", 3))]);
    saving.change("pinUses", 3);
    await pass();
    expect(saving.state().statuses.pinUses).toEqual({ kind: "retrying", because: "signedOut" });
    saving.hurry();
    await vi.waitFor(() => expect(saving.state().statuses.pinUses).toEqual({ kind: "saved" }));
  });

  test("that is refused stays as it was typed, and is not sent again", async () => {
    const message = "Write a whole number from 1 to 100.";
    const { saving, sent, pass } = begin([fail("invalid", "No.", [{ path: "value", message }])]);
    saving.change("pinUses", "many");
    await pass();
    expect(saving.state()).toMatchObject({
      drafts: { pinUses: { value: "many" } },
      statuses: { pinUses: { kind: "refused", message } },
    });
    saving.hurry();
    expect(sent).toHaveLength(1);
  });
});

async function lose() {
  const begun = begin(["lost"]);
  begun.saving.change("pinUses", 3);
  await begun.pass();
  begun.saving.stop();
  return begun;
}

describe("where somebody else was faster", () => {
  const theirs = [policy("pinUses", 7), policy("pinHours", 24)];

  test("theirs can stay", async () => {
    const { saving, browser, pass } = begin([conflict(...theirs)]);
    saving.change("pinUses", 3);
    await pass();
    expect(saving.state()).toMatchObject({
      policies: theirs,
      drafts: { pinUses: { value: 3 } },
      statuses: { pinUses: { kind: "conflict" } },
    });
    saving.settle("pinUses", "theirs");
    expect(saving.state()).toMatchObject({ drafts: {}, statuses: {} });
    expect(browser.kept).toBeNull();
  });

  test("mine is saved all the same when I have seen theirs", async () => {
    const { saving, sent, pass } = begin([conflict(...theirs), saved(policy("pinUses", 3))]);
    saving.change("pinUses", 3);
    await pass();
    saving.settle("pinUses", "mine");
    await pass();
    expect(sent).toEqual([
      ["pinUses", 3, "1"],
      ["pinUses", 3, "7"],
    ]);
    expect(saving.state().statuses.pinUses).toEqual({ kind: "saved" });
  });
});

test("what is typed while it is being saved is saved after it, from what was saved then", async () => {
  let answer: (result: Result<Saved>) => void = () => {};
  const sent: unknown[] = [];
  const saving = autosave(first, {
    send: (_, draft) => {
      sent.push([draft.value, draft.stamp]);
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    load: () => null,
    store: () => {},
    wait: (run) => {
      run();
      return () => {};
    },
  });
  saving.change("pinUses", 3);
  saving.change("pinUses", 4);
  answer(ok({ isConflict: false, policies: [policy("pinUses", 3)] }));
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent).toEqual([
    [3, "1"],
    [4, "3"],
  ]);
});

test.each([
  ["x"],
  ["[]"],
  ["null"],
  ['{"later":{"value":1,"stamp":"1"},"pinUses":null}'],
  ['{"pinUses":{}}'],
])("what a browser keeps may be anything: %s", (kept) => {
  const { saving, sent } = begin([], kept);
  saving.start();
  expect(saving.state().drafts).toEqual({});
  expect(sent).toEqual([]);
});
