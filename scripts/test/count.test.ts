import { describe, expect, test } from "vitest";
import { countPlaywright, countVitest, withExitCode } from "@/scripts/test/count";

describe("countVitest", () => {
  test("counts tests", () => {
    expect(countVitest({ numPassedTests: 3, numFailedTests: 1, testResults: [] })).toEqual({
      passed: 3,
      failed: 1,
    });
  });

  test("counts a file that cannot be loaded as a failure", () => {
    const broken = { status: "failed", assertionResults: [] };
    expect(countVitest({ numPassedTests: 3, numFailedTests: 0, testResults: [broken] }).failed).toBe(1);
  });
});

test("countPlaywright counts a test that needed a second try as failed", () => {
  const report = { stats: { expected: 5, unexpected: 1, flaky: 2 }, errors: [{}] };
  expect(countPlaywright(report)).toEqual({ passed: 5, failed: 4 });
});

test("withExitCode adds the failure that only the exit code tells of", () => {
  expect(withExitCode({ passed: 2, failed: 0 }, 1)).toEqual({ passed: 2, failed: 1 });
  expect(withExitCode({ passed: 2, failed: 1 }, 1)).toEqual({ passed: 2, failed: 1 });
  expect(withExitCode({ passed: 2, failed: 0 }, 0)).toEqual({ passed: 2, failed: 0 });
});
