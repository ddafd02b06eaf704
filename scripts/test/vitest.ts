import { type Count, countVitest, type VitestReport, withExitCode } from "@/scripts/test/count";
import { withReport } from "@/scripts/test/report";
import { exitCodeOf } from "@/scripts/test/tool";

/** Runs one project of vitest.config.ts. */
export function vitestStep(project: string, signal: AbortSignal): Promise<Count> {
  return withReport<VitestReport, Count>(async (file, read) => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await exitCodeOf(
      "vitest",
      ["run", "--project", project, ...reporters],
      { NODE_ENV: "test" },
      signal,
    );
    return withExitCode(countVitest(read()), code);
  });
}
