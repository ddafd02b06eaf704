import "server-only";
import { type ParsedCronItem, parseCronItems } from "graphile-worker";
import type { Jobs } from "@/lib/jobs/queue";

const NAMES: (keyof Jobs)[] = ["figures.fold", "audit.seal", "sync.due", "reports.due", "api-keys.warn"];

/**
 * What the worker looks at each minute: once, however many workers there are, as the queue keeps which minute was the last.
 * One that still waits is not queued again.
 */
export const everyMinute = (): ParsedCronItem[] =>
  parseCronItems(
    NAMES.map((name) => ({
      task: name,
      match: "* * * * *",
      identifier: name,
      options: { maxAttempts: 1, jobKey: name, jobKeyMode: "preserve_run_at", backfillPeriod: 0 },
    })),
  );
