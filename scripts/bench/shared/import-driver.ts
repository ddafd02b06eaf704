import { setTimeout as sleep } from "node:timers/promises";
import { matchColumns } from "@/lib/imports/columns/match";
import type { ImportMode } from "@/lib/imports/plan/modes";
import type { ImportState } from "@/lib/imports/state";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import type { PeopleFile } from "@/scripts/bench/shared/people-file";
import type { Visitor } from "@/scripts/bench/shared/visitor";

export type Standing = { state: ImportState; rowsDone: number; rowCount: number };

export type DriverOptions = {
  org: string;
  mode?: ImportMode;
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
export async function driveImport(
  visitor: Visitor,
  file: PeopleFile,
  options: DriverOptions,
): Promise<string> {
  const { org } = options;
  let importId: string | undefined;
  const idOf = async () => (importId ??= await open(visitor, org, file));
  await driveTo("done", visitor, idOf, options, (id, state) => {
    switch (state) {
      case "uploading":
        return send(visitor, org, id, file);
      case "matching":
        return getUsers(visitor, options, id, file);
      case "review":
        return carryOut(visitor, org, id);
      default:
        throw new Ended(`The import ${id} has ended as ${state}.`);
    }
  });
  return idOf();
}

/** As `driveImport`, as far as the review. @returns the import's id */
export async function driveToReview(
  visitor: Visitor,
  file: PeopleFile,
  options: DriverOptions,
): Promise<string> {
  const id = await open(visitor, options.org, file);
  const idOf = () => Promise.resolve(id);
  await driveTo("review", visitor, idOf, options, (_, state) => {
    if (state === "uploading") return send(visitor, options.org, id, file);
    if (state === "matching") return getUsers(visitor, options, id, file);
    throw new Ended(`The import ${id} has ended as ${state}.`);
  });
  return id;
}

/** Takes a done import back, as `driveImport` does one. */
export function driveUndo(visitor: Visitor, importId: string, options: DriverOptions): Promise<void> {
  const idOf = () => Promise.resolve(importId);
  return driveTo("undone", visitor, idOf, options, async (id, state) => {
    if (state !== "done") throw new Ended(`The undo of ${id} has ended as ${state}.`);
    unwrap(await visitor.act<Result<unknown>>("takeBack", [options.org, { importId: id }]));
  });
}

/** The import has come to an end from which trying again does not help. */
class Ended extends Error {}

const AT_WORK: readonly ImportState[] = ["reading", "parsing", "committing", "undoing"];

async function driveTo(
  end: ImportState,
  visitor: Visitor,
  idOf: () => Promise<string>,
  { org, onStanding, isPatient = false, timeoutMs = 600_000 }: DriverOptions,
  goOn: (importId: string, state: ImportState) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > timeoutMs) throw new Error(`The import is not ${end} after ${timeoutMs / 1000} s.`);
    try {
      const importId = await idOf();
      const standing = await standingOf(visitor, org, importId);
      onStanding?.(standing, performance.now() - startedAt, importId);
      if (standing.state === end) return;
      if (AT_WORK.includes(standing.state)) await sleep(POLL_MS);
      else await goOn(importId, standing.state);
    } catch (error) {
      if (!isPatient || error instanceof Ended) throw error;
      await sleep(POLL_MS);
    }
  }
}

/** Sends a file and goes no further. @returns the import's id */
export async function sendFile(visitor: Visitor, org: string, file: SentFile): Promise<string> {
  const id = await open(visitor, org, file);
  await send(visitor, org, id, file);
  return id;
}

type SentFile = Pick<PeopleFile, "name"> & { bytes: Uint8Array<ArrayBuffer> };

async function open(visitor: Visitor, org: string, { name, bytes }: SentFile): Promise<string> {
  const file = { name, sizeBytes: bytes.length };
  const opened = await visitor.act<Result<{ id: string }>>("openImport", [org, file]);
  return unwrap(opened).id;
}

async function send(visitor: Visitor, org: string, importId: string, { bytes }: SentFile): Promise<void> {
  const answer = await visitor.put(routes.importFile(importId, org), bytes);
  if (!answer.ok) throw new Error(`The file was answered with ${answer.status}: ${await answer.text()}`);
}

async function getUsers(
  visitor: Visitor,
  { org, mode }: DriverOptions,
  importId: string,
  { headers }: PeopleFile,
): Promise<void> {
  await pageOf(visitor, org, importId);
  const matching = matchColumns(headers, []).columns.map(({ field }) => field);
  const choice = { importId, matching, hasHeader: true, defaultCountry: null, ...(mode && { mode }) };
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

/** Where an import stands. */
export async function standingOf(visitor: Visitor, org: string, importId: string): Promise<Standing> {
  const answer = await visitor.get(routes.importProgress(importId, org));
  if (!answer.ok) throw new Error(`The progress was answered with ${answer.status}.`);
  return (await answer.json()) as Standing;
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
