import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "@/scripts/shared/failure";
import { readJson } from "@/scripts/shared/files";

/** Gives `work` a place for a JSON report and a way to read it, and clears up. */
export async function withReport<R, T>(work: (file: string, read: () => R) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "rollcall-report-"));
  const file = join(dir, "report.json");
  const read = () => {
    const report = readJson<R>(file);
    if (!report) throw new Failure("It ended without a report.");
    return report;
  };
  try {
    return await work(file, read);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
