import { join } from "node:path";
import { projectDir } from "@/scripts/shared/project";
import { type Count, type VitestReport, withExitCode } from "@/scripts/test/count";
import { withReport } from "@/scripts/test/report";
import { exitCodeOf } from "@/scripts/test/tool";

/** Runs one project of vitest.config.ts. */
export function vitestStep(project: string, signal: AbortSignal): Promise<Count> {
  return withReport<VitestReport, Count>(async (file, read) => {
    const reporters = [
      "--reporter=default",
      `--reporter=${join(projectDir, "scripts/test/vitest-reporter.ts")}`,
    ];
    const extra = { NODE_ENV: "test", VITEST_REPORT_FILE: file };
    const code = await exitCodeOf("vitest", ["run", "--project", project, ...reporters], extra, signal);
    return withExitCode(read(), code);
  });
}
