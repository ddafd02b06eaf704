import "server-only";
import { startImport, type UploadedFile } from "@/lib/imports/api-commands";
import { type ApiImportOptions, onErrorFor } from "@/lib/imports/api-options";
import { listApiRows, readApiImport } from "@/lib/imports/api-queries";
import type { ApiImport } from "@/lib/imports/api-shape";
import { commitImport } from "@/lib/imports/commands/commit";
import { cancelImport } from "@/lib/imports/commands/file";
import type { Readiness } from "@/lib/imports/passwords/secrets";
import { readProgress } from "@/lib/imports/queries";
import type { ImportState } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { ok, type Result } from "@/lib/result";

export type Standing = {
  state: ImportState;
  rowsDone: number;
  rowCount: number;
  passwords: Readiness | null;
};

export type Hooks = {
  /** Lets jobs get on: waits for a worker, or does its work. */
  work: () => Promise<void>;
  /** Told how far the import has come. */
  tell: (standing: Standing) => void;
};

/** What came of a file: carried out, only planned, or not, and why. */
export type FileImport = {
  outcome: "done" | "planned" | "refused";
  /** Why it was refused, or why there was nothing to do. */
  why: string | null;
  import: ApiImport;
  /** The first things wrong with rows. */
  issues: { line: number; message: string }[];
};

const ISSUES_SHOWN = 20;
const ON_THE_WAY: readonly ImportState[] = [
  "uploading",
  "reading",
  "matching",
  "parsing",
  "scheduled",
  "hashing",
  "committing",
];

/** Takes a file all the way: uploaded, matched, judged and carried out, or given up again after its plan. */
export async function importFile(
  actor: Actor,
  file: UploadedFile,
  { options, isDryRun }: { options: ApiImportOptions; isDryRun: boolean },
  hooks: Hooks,
): Promise<Result<FileImport>> {
  const started = await startImport(actor, file, options);
  if (!started.ok) return started;
  const { id } = started.value;
  await settled(actor, id, hooks);
  const planned = await read(actor, id);
  const issues = await firstIssues(actor, planned);
  const ended = (outcome: FileImport["outcome"], why: string | null, found = planned) =>
    ok({ outcome, why, import: found, issues });
  if (planned.state !== "review") {
    if (isDryRun) await cancelImport(actor, id);
    return ended("refused", planned.refusal?.message ?? "The file could not be judged.");
  }
  const onError = onErrorFor(
    options.onError,
    planned.columns.map(({ field }) => field),
  );
  const isWrong = onError === "refuse" && planned.invalid > 0;
  const isEmpty = planned.create + planned.update === 0;
  if (isDryRun || isEmpty) {
    const cancelled = await cancelImport(actor, id);
    if (!cancelled.ok) return cancelled;
  }
  if (isWrong) return ended("refused", "The file is refused as long as a row is wrong.");
  if (isDryRun) return ended("planned", null);
  if (isEmpty) return ended("done", "There was nobody to import.");
  const { planVersion } = planned;
  const committed = await commitImport(actor, id, { planVersion, onError });
  if (!committed.ok) return committed;
  await settled(actor, id, hooks);
  const done = await read(actor, id);
  if (done.state === "done") return ended("done", null, done);
  const drifted = "The directory has changed meanwhile. Look at the rows again, or import the file anew.";
  return ended("refused", done.refusal?.message ?? drifted, done);
}

/** Waits until an import needs a decision or has come to its end. */
async function settled(actor: Actor, importId: string, { work, tell }: Hooks): Promise<void> {
  for (;;) {
    const standing = await readProgress(actor, importId);
    if (!standing) return;
    tell(standing);
    if (!ON_THE_WAY.includes(standing.state)) return;
    await work();
  }
}

async function read(actor: Actor, importId: string): Promise<ApiImport> {
  const found = await readApiImport(actor, importId);
  if (!found) throw new Error("The import is gone.");
  return found;
}

async function firstIssues(actor: Actor, { id, invalid }: ApiImport): Promise<FileImport["issues"]> {
  if (invalid === 0) return [];
  const page = await listApiRows(actor, id, { fate: "invalid", afterLine: 0 });
  if (!page.ok) throw new Error(page.error.message);
  return page.value.rows
    .flatMap(({ line, issues }) => issues.map(({ message }) => ({ line, message })))
    .slice(0, ISSUES_SHOWN);
}
