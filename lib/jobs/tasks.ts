import "server-only";
import type { TaskList } from "graphile-worker";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { orGiveUp } from "@/lib/imports/jobs/give-up";
import { matchImport } from "@/lib/imports/jobs/match";
import { parseImport } from "@/lib/imports/jobs/parse";
import { readImport } from "@/lib/imports/jobs/read";
import { undoImportRows } from "@/lib/imports/jobs/undo";
import { compactUserCounts } from "@/lib/jobs/maintenance";
import type { Jobs } from "@/lib/jobs/queue";

/** What the worker does for each kind of job. Each may be run again after a kill, and then finds what is done. */
export const tasks: TaskList = {
  "import.read": (payload) => orGiveUp(payload as Jobs["import.read"], readAndMatch),
  "import.parse": (payload) => orGiveUp(payload as Jobs["import.parse"], parseImport),
  "import.commit": (payload) => orGiveUp(payload as Jobs["import.commit"], carryOutImport),
  "import.undo": (payload) => orGiveUp(payload as Jobs["import.undo"], undoImportRows),
  "user-counts.compact": (payload) => compactUserCounts(payload as Jobs["user-counts.compact"]),
};

async function readAndMatch(job: Jobs["import.read"]): Promise<void> {
  await readImport(job);
  await matchImport(job);
}
