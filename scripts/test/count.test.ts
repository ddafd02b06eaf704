import { expect, test } from "vitest";
import { countPlaywright, describeFailed, withExitCode } from "@/scripts/test/count";

const spec = (status: string, ...messages: string[]) => ({
  title: `is ${status}`,
  file: "a.spec.ts",
  line: 3,
  tests: [{ status, results: messages.map((message) => ({ errors: [{ message }] })) }],
});

test("countPlaywright counts a test that needed a second try as failed, and says why", () => {
  const inner = { specs: [spec("flaky", "too late"), spec("unexpected", "one", "two")] };
  const suites = [{ specs: [spec("expected")], suites: [inner] }];
  expect(countPlaywright({ stats: { expected: 5 }, errors: [{ message: "no browser" }], suites })).toEqual({
    passed: 5,
    failures: [
      { name: "a.spec.ts:3 > is flaky", reason: "too late" },
      { name: "a.spec.ts:3 > is unexpected", reason: "one\ntwo" },
      { name: "outside of every test", reason: "no browser" },
    ],
  });
});

test("withExitCode adds the failure that only the exit code tells of", () => {
  const failure = { name: "a test", reason: "why" };
  expect(withExitCode({ passed: 2, failures: [] }, 1).failures).toHaveLength(1);
  expect(withExitCode({ passed: 2, failures: [failure] }, 1).failures).toEqual([failure]);
  expect(withExitCode({ passed: 2, failures: [] }, 0).failures).toEqual([]);
});

test("describeFailed shows the name and the first lines of the reason, without colours", () => {
  const reason = `\u001b[31mone\u001b[39m\n${"two\n".repeat(50)}`;
  const lines = describeFailed({ name: "a test", reason }).split("\n");
  expect(lines.slice(0, 3)).toEqual(["a test", "    one", "    two"]);
  expect(lines).toHaveLength(13);
});
