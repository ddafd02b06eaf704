import "server-only";
import type { TaskList } from "graphile-worker";
import { warnOfKeys } from "@/lib/api-keys/warn";
import { sealAudit } from "@/lib/audit/chain/job";
import { makeMonthlyInvoices } from "@/lib/billing/monthly";
import { abandonImport } from "@/lib/imports/jobs/abandon";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { expirePasswords, watchPasswords } from "@/lib/imports/jobs/expire";
import { orGiveUp } from "@/lib/imports/jobs/give-up";
import { hashPasswords } from "@/lib/imports/jobs/hash";
import { suspendChosen } from "@/lib/imports/jobs/leavers";
import { matchImport } from "@/lib/imports/jobs/match";
import { parseImport } from "@/lib/imports/jobs/parse";
import { readImport } from "@/lib/imports/jobs/read";
import { startImportRun } from "@/lib/imports/jobs/start";
import { undoImportRows } from "@/lib/imports/jobs/undo";
import { compactUserCounts } from "@/lib/jobs/maintenance";
import type { Jobs } from "@/lib/jobs/queue";
import { sendMessages } from "@/lib/messages/send";
import { foldFigures } from "@/lib/overview/fold";
import { startDueReports } from "@/lib/reports/due";
import { makeReport } from "@/lib/reports/make";
import { forgetAnswers } from "@/lib/rest/idempotency";
import { renewSubscriptions } from "@/lib/services/renew";
import { followedBySync, startDueSyncs } from "@/lib/sync/due";
import { advanceSync } from "@/lib/sync/run/advance";
import { changeByTurns } from "@/lib/users/many/job";
import { sendWebhooks } from "@/lib/webhooks/send";

/** What the worker does for each kind of job. Each may be run again after a kill, and then finds what is done. */
export const tasks: TaskList = {
  "import.read": (payload, { job }) => orGiveUp(payload as Jobs["import.read"], readAndMatch, job.attempts),
  "import.parse": async (payload, { job }) => {
    await orGiveUp(payload as Jobs["import.parse"], parseImport, job.attempts);
    await followedBySync(payload as Jobs["import.parse"]);
  },
  "import.commit": async (payload, { job }) => {
    await orGiveUp(payload as Jobs["import.commit"], carryOutImport, job.attempts);
    await followedBySync(payload as Jobs["import.commit"]);
  },
  "import.undo": (payload, { job }) => orGiveUp(payload as Jobs["import.undo"], undoImportRows, job.attempts),
  "import.start": (payload) => startImportRun(payload as Jobs["import.start"]),
  "import.hash": (payload, { job }) => orGiveUp(payload as Jobs["import.hash"], hashPasswords, job.attempts),
  "import.expire": (payload) => expirePasswords(payload as Jobs["import.expire"]),
  "import.abandon": (payload) => abandonImport(payload as Jobs["import.abandon"]),
  "import.leavers": (payload) => suspendChosen(payload as Jobs["import.leavers"]),
  "messages.send": (payload) => sendMessages(payload as Jobs["messages.send"]),
  "users.change": (payload, { job }) => changeByTurns(payload as Jobs["users.change"], job.attempts),
  "services.renew": (payload) => renewSubscriptions(payload as Jobs["services.renew"]),
  "billing.invoices": (payload) => renewAndBill(payload as Jobs["billing.invoices"]),
  "user-counts.compact": (payload) => compactUserCounts(payload as Jobs["user-counts.compact"]),
  "api-answers.forget": (payload) => forgetAnswers(payload as Jobs["api-answers.forget"]),
  "figures.fold": () => foldFigures(),
  "audit.seal": () => sealAudit(),
  "api-keys.warn": () => warnOfKeys(),
  "sync.due": () => startDueSyncs(),
  "sync.run": (payload) => advanceSync(payload as Jobs["sync.run"]),
  "reports.due": () => startDueReports(),
  "reports.make": (payload, { job }) => makeReport(payload as Jobs["reports.make"], job.attempts),
};

/**
 * The same for what waits for other machines to answer. It has places of its own, so that somebody's slow receiver keeps
 * nobody's import waiting.
 */
export const slowTasks: TaskList = {
  "webhooks.send": (payload) => sendWebhooks(payload as Jobs["webhooks.send"]),
};

async function readAndMatch(job: Jobs["import.read"]): Promise<void> {
  await readImport(job);
  await watchPasswords(job);
  await matchImport(job);
}

// What should have been renewed in the month that is billed, is: of how many seats there were, the renewal has the last word.
async function renewAndBill(job: Jobs["billing.invoices"]): Promise<void> {
  await renewSubscriptions(job);
  await makeMonthlyInvoices(job);
}
