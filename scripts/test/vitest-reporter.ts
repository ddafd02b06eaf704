import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { SerializedError } from "vitest";
import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";
import { projectDir } from "@/scripts/shared/project";
import type { Failed, VitestReport } from "@/scripts/test/count";

/**
 * Writes to the file VITEST_REPORT_FILE what `npm test` counts and says at its end: also what failed outside of a test,
 * as a hook, a file that cannot be loaded, or a process that did not start.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const report: VitestReport = {
      passed: modules.reduce((sum, { children }) => sum + [...children.allTests("passed")].length, 0),
      failures: [
        ...modules.flatMap(failuresOf),
        ...unhandled.map((error) => failed("outside of every test", [error])),
      ],
    };
    const file = process.env.VITEST_REPORT_FILE;
    if (file) writeFileSync(file, JSON.stringify(report));
  }
}

function failuresOf(module: TestModule): Failed[] {
  const file = relative(projectDir, module.moduleId);
  const hooks: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()];
  return [
    ...hooks
      .filter((suite) => suite.errors().length > 0)
      .map((suite) => failed(suite.type === "suite" ? `${file} > ${suite.fullName}` : file, suite.errors())),
    ...[...module.children.allTests("failed")].map((test) =>
      failed(`${file} > ${test.fullName}`, errorsOf(test)),
    ),
  ];
}

const errorsOf = (test: TestCase) => test.result().errors ?? [];

function failed(name: string, errors: readonly SerializedError[]): Failed {
  return { name, reason: errors.map(({ message, stack }) => message || stack || "").join("\n") };
}
