import { setTimeout as sleep } from "node:timers/promises";
import { matchColumns } from "@/lib/imports/columns/match";
import type { ImportState } from "@/lib/imports/state";
import { readHead } from "@/lib/imports/table/table";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import type { Visitor } from "@/scripts/bench/shared/visitor";

export type Standing = { state: ImportState; rowsDone: number; rowCount: number };

export type DriverOptions = {
  org: string;
  /** Told of the import's state after each look, with the milliseconds since the start. */
  onStanding?: (standing: Standing, atMs: number, importId: string) => void;
  /** Whether to go on when the product does not answer, as a person does who tries again. */
  isPatient?: boolean;
  timeoutMs?: number;
};

const POLL_MS = 500;

/**
 * Brings a file through its import over HTTP as the browser does, without a moment's thought at any step: sends it,
 * takes the suggested columns, and imports what can be imported.
 * @returns the import's id, when it is done
 * @throws Error when the import ends otherwise, when the time is over, or when the product does not answer
 */
export async function driveImport(visitor: Visitor, file: Buffer, options: DriverOptions): Promise<string> {
  const { org, onStanding, isPatient = false, timeoutMs = 600_000 } = options;
  const startedAt = performance.now();
  let importId: string | undefined;
  for (;;) {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > timeoutMs)
      throw new Error(`The import ${importId} is not done after ${timeoutMs / 1000} s.`);
    try {
      importId ??= await open(visitor, org, file);
      const standing = await standingOf(visitor, org, importId);
      onStanding?.(standing, performance.now() - startedAt, importId);
      if (standing.state === "done") return importId;
      await goOn(visitor, org, importId, standing.state, file);
    } catch (error) {
      if (!isPatient || error instanceof Ended) throw error;
      await sleep(POLL_MS);
    }
  }
}

/** The import has come to an end from which trying again does not help. */
class Ended extends Error {}

async function goOn(
  visitor: Visitor,
  org: string,
  importId: string,
  state: ImportState,
  file: Buffer,
): Promise<void> {
  switch (state) {
    case "uploading":
      return send(visitor, org, importId, file);
    case "reading":
    case "parsing":
    case "committing":
      await sleep(POLL_MS);
      return;
    case "matching":
      return getUsers(visitor, org, importId, file);
    case "review":
      return carryOut(visitor, org, importId);
    default:
      throw new Ended(`The import ${importId} has ended as ${state}.`);
  }
}

async function open(visitor: Visitor, org: string, file: Buffer): Promise<string> {
  const sizeBytes = file.length;
  const opened = await visitor.act<Result<{ id: string }>>("openImport", [
    org,
    { name: "people.csv", sizeBytes },
  ]);
  return unwrap(opened).id;
}

async function send(visitor: Visitor, org: string, importId: string, file: Buffer): Promise<void> {
  const answer = await visitor.put(routes.importFile(importId, org), new Uint8Array(file));
  if (!answer.ok) throw new Error(`The file was answered with ${answer.status}: ${await answer.text()}`);
}

async function getUsers(visitor: Visitor, org: string, importId: string, file: Buffer): Promise<void> {
  await pageOf(visitor, org, importId);
  const head = readHead(file.subarray(0, 256 * 1024), { isWhole: file.length <= 256 * 1024 });
  if (!head.ok) throw new Ended(head.refusal.message);
  const { columns } = matchColumns(head.value.headers, head.value.samples);
  const matching = columns.map(({ field }) => field);
  const choice = { importId, matching, hasHeader: true, defaultCountry: null };
  unwrap(await visitor.act<Result<unknown>>("getUsers", [org, choice]));
}

async function carryOut(visitor: Visitor, org: string, importId: string): Promise<void> {
  const page = await pageOf(visitor, org, importId);
  const planVersion = Number(/planVersion\\?":(\d+)/.exec(page)?.[1]);
  if (Number.isNaN(planVersion)) throw new Error("The review shows no plan.");
  unwrap(await visitor.act<Result<unknown>>("carryOut", [org, { importId, planVersion, onError: "skip" }]));
}

async function pageOf(visitor: Visitor, org: string, importId: string): Promise<string> {
  const answer = await visitor.get(routes.import(org, importId));
  if (answer.status !== 200) throw new Error(`The import's page answered ${answer.status}.`);
  return answer.text();
}

async function standingOf(visitor: Visitor, org: string, importId: string): Promise<Standing> {
  const answer = await visitor.get(routes.importProgress(importId, org));
  if (!answer.ok) throw new Error(`The progress was answered with ${answer.status}.`);
  return (await answer.json()) as Standing;
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
