import "server-only";
import type { TaskList } from "graphile-worker";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { orGiveUp } from "@/lib/imports/jobs/give-up";
import { parseImport } from "@/lib/imports/jobs/parse";
import { readImport } from "@/lib/imports/jobs/read";
import { compactUserCounts } from "@/lib/jobs/maintenance";
import type { Jobs } from "@/lib/jobs/queue";

/** What the worker does for each kind of job. Each may be run again after a kill, and then finds what is done. */
export const tasks: TaskList = {
  "import.read": (payload) => orGiveUp(payload as Jobs["import.read"], readImport),
  "import.parse": (payload) => orGiveUp(payload as Jobs["import.parse"], parseImport),
  "import.commit": (payload) => orGiveUp(payload as Jobs["import.commit"], carryOutImport),
  "user-counts.compact": (payload) => compactUserCounts(payload as Jobs["user-counts.compact"]),
};
