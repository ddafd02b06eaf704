import "server-only";
import { withOrganization } from "@/lib/db";
import { grantsProblem } from "@/lib/grants/check";
import { findMirror } from "@/lib/grants/mirror";
import { findGroupIds } from "@/lib/grants/queries";
import type { ApiImportNotes, ApiImportOptions, ApiPermissions } from "@/lib/imports/api-options";
import { onErrorFor } from "@/lib/imports/api-options";
import { type ImportChoices, NO_CHOICES } from "@/lib/imports/choices";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { change } from "@/lib/imports/commands/change";
import { commitImport } from "@/lib/imports/commands/commit";
import { cancelImport, createImport } from "@/lib/imports/commands/file";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import type { ImportOptions, ImportState, OnError } from "@/lib/imports/state";
import { receiveFile } from "@/lib/imports/upload";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Grants } from "@/lib/permissions/grants-schema";
import { fail, ok, type Result } from "@/lib/result";
import { NO_SEATS } from "@/lib/services/given";
import { USUAL_EXTENSIONS } from "@/lib/telephony/given";

type StoredOptions = ImportOptions & { api?: ApiImportNotes };

/** `sizeBytes` is null for a file of which nobody knows how large it is before it has come. */
export type UploadedFile = { name: string; sizeBytes: number | null; body: AsyncIterable<Uint8Array> };

type Later<T> = () => Promise<Result<T>>;

/**
 * Starts an import that goes on to its review by itself: a worker matches its columns and judges its rows.
 * @param options what was said about it, or how to ask for that when the file has come. A file that is refused then has
 *   begun an import, which is given up.
 */
export async function startImport(
  actor: Actor,
  { name, sizeBytes, body }: UploadedFile,
  options: ApiImportOptions | Later<ApiImportOptions>,
): Promise<Result<{ id: string }>> {
  const chosen = typeof options === "function" ? null : await storedFor(actor, options);
  if (chosen && !chosen.ok) return chosen;
  const created = await createImport(actor, { name, sizeBytes: sizeBytes ?? IMPORT_LIMITS.bytesMax });
  if (!created.ok) return created;
  const { id } = created.value;
  const beforeEnd = async () => {
    const stored = chosen ?? (await storedLater(actor, options));
    return stored.ok ? saveOptions(actor, id, stored.value.options, stored.value.sheet) : stored;
  };
  let isReceived = false;
  try {
    const received = await receiveFile(actor, id, body, { isExact: sizeBytes !== null, beforeEnd });
    isReceived = received.ok;
    return received;
  } finally {
    if (!isReceived) await cancelImport(actor, id);
  }
}

type Stored = { options: StoredOptions; sheet: string | null };

async function storedLater(
  actor: Actor,
  options: ApiImportOptions | Later<ApiImportOptions>,
): Promise<Result<Stored>> {
  if (typeof options !== "function") return storedFor(actor, options);
  const told = await options();
  return told.ok ? storedFor(actor, told.value) : told;
}

/** What was said, as an import keeps it, if whoever says it may choose so. */
async function storedFor(
  actor: Actor,
  { columns, hasHeader, sheet, password = "link", ...given }: ApiImportOptions,
): Promise<Result<Stored>> {
  const chosen = await choicesFor(actor, given);
  if (!chosen.ok) return chosen;
  const api: ApiImportNotes = { ...(columns ? { columns } : {}), ...defined({ hasHeader }) };
  const { onError, defaultCountry, dateOrder, mode, matchKey } = given;
  const stored = defined({ onError, defaultCountry, dateOrder, mode, matchKey });
  return ok({ options: { api, ...stored, password, choices: chosen.value }, sheet: sheet ?? null });
}

type Commit = { planVersion: number; onError?: OnError; goLiveAt?: Date; idempotencyKey: string | null };

/**
 * Carries an import out as its plan stood. The same key again is the same commit; used for another plan, it is refused.
 * A commit that is refused uses no key up.
 */
export async function commitByKey(
  actor: Actor,
  importId: string,
  given: Commit,
): Promise<Result<{ id: string }>> {
  const checked = await checkCommit(actor, importId, given);
  if (!checked.ok) return checked;
  const { planVersion, goLiveAt = null } = given;
  const { onError } = checked.value;
  const started = await commitImport(actor, importId, { planVersion, onError, goLiveAt });
  if (!started.ok) return started;
  const noted = await noteKey(actor, importId, given);
  return noted.ok ? started : noted;
}

const COMMITTED: readonly ImportState[] = ["review", "scheduled", "hashing", "committing", "done"];

function checkCommit(
  actor: Actor,
  importId: string,
  { planVersion, onError, idempotencyKey }: Commit,
): Promise<Result<{ onError: OnError }>> {
  return change(actor, "users.import.commit", importId, COMMITTED, async (_, found) => {
    const options = found.options as StoredOptions;
    const chosen = onErrorFor(onError ?? options.onError, found.matching as (ColumnField | null)[]);
    const earlier = options.api?.commits ?? {};
    const isOfAnother =
      idempotencyKey !== null &&
      Object.hasOwn(earlier, idempotencyKey) &&
      earlier[idempotencyKey] !== planVersion;
    return isOfAnother
      ? fail("conflict", "This Idempotency-Key was used with another plan version already.")
      : ok({ onError: chosen });
  });
}

const KEYS_MAX = 5;

/** Keeps the keys of the last commits that were started; an import is seldom started more than once. */
function noteKey(
  actor: Actor,
  importId: string,
  { planVersion, idempotencyKey }: Commit,
): Promise<Result<unknown>> {
  const states = [...COMMITTED, "parsing", "failed", "undoing", "undone"] as const;
  return change(actor, "users.import.commit", importId, states, async (tx, found) => {
    const options = found.options as StoredOptions;
    const earlier = options.api?.commits ?? {};
    if (idempotencyKey === null || Object.hasOwn(earlier, idempotencyKey)) return ok({});
    const newest = [...Object.entries(earlier), [idempotencyKey, planVersion] as const]
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, KEYS_MAX);
    const api = { ...options.api, commits: Object.fromEntries(newest) };
    await tx.import.update({
      where: { organizationId_id: { organizationId: found.organizationId, id: importId } },
      data: { options: { ...options, api } },
      select: { id: true },
    });
    return ok({});
  });
}

/** What a program has chosen for all people, as far as it may. */
async function choicesFor(
  actor: Actor,
  {
    notify,
    permissions = {},
    addressBook,
    note,
    services = [],
    whenShort,
    extensions = {},
  }: ApiImportOptions,
): Promise<Result<ImportChoices>> {
  const grants = await grantsFor(actor, permissions);
  if (!grants.ok) return grants;
  const seats = await servicesNamed(actor, services);
  if (!seats.ok) return seats;
  return ok({
    ...NO_CHOICES,
    ...defined({ notify, addressBook, note }),
    grants: grants.value,
    seats: { ...NO_SEATS, ...defined({ whenShort }), services: seats.value },
    extensions: { ...USUAL_EXTENSIONS, ...defined(extensions) },
  });
}

/** The services of these names that people can be given a seat of; whether there are enough, the commit asks. */
async function servicesNamed(actor: Actor, names: readonly string[]): Promise<Result<string[]>> {
  if (names.length === 0) return ok([]);
  if (!can(actor, "services.assign")) return fail("forbidden", "This key may not give seats of services.");
  const { id: organizationId } = actor.organization;
  const wanted = [...new Set(names.map((name) => name.trim().toLowerCase()))];
  const found = await withOrganization(organizationId, (tx) =>
    tx.service.findMany({
      where: { organizationId, retiredAt: null, name: { in: wanted, mode: "insensitive" } },
      select: { id: true, name: true },
    }),
  );
  const there = new Set(found.map(({ name }) => name.toLowerCase()));
  const missing = names.filter((name) => !there.has(name.trim().toLowerCase()));
  if (missing.length > 0) return fail("invalid", `There is no service “${missing.join("”, “")}”.`);
  return ok(found.map(({ id }) => id));
}

async function grantsFor(
  actor: Actor,
  { role = "user", accessProfile = null, groups = [], individual = [], mirror }: ApiPermissions,
): Promise<Result<Grants>> {
  const grants =
    mirror === undefined
      ? await withGroups(actor, { role, accessProfile, permissions: individual }, groups)
      : await wholeMirror(actor, mirror);
  if (!grants.ok) return grants;
  const { id: organizationId } = actor.organization;
  const problem = await withOrganization(organizationId, (tx) => grantsProblem(tx, actor, grants.value));
  if (problem?.code === "forbidden")
    return fail("forbidden", "The chosen permissions hold rights that this key does not hold.");
  return problem ? fail(problem.code, problem.message) : grants;
}

/** What a program asks for it gets whole, or not at all. */
async function wholeMirror(actor: Actor, username: string): Promise<Result<Grants>> {
  const mirror = await findMirror(actor, { username });
  return mirror
    ? ok({ ...mirror, without: [] })
    : fail("invalid", "There is nobody of that username to mirror.");
}

/** Groups are told by their names. */
async function withGroups(
  actor: Actor,
  rights: Pick<Grants, "role" | "accessProfile" | "permissions">,
  names: readonly string[],
): Promise<Result<Grants>> {
  const ids = await withOrganization(actor.organization.id, (tx) =>
    findGroupIds(tx, actor.organization.id, names),
  );
  const missing = names.filter((_, at) => !ids[at]);
  if (missing.length > 0) return fail("invalid", `There is no group “${missing.join("”, “")}”.`);
  return ok({ by: "role", ...rights, groups: ids.filter((id) => id !== null) });
}

function saveOptions(
  actor: Actor,
  importId: string,
  options: StoredOptions,
  sheet: string | null,
): Promise<Result<unknown>> {
  return change(actor, "users.import.prepare", importId, ["uploading"], async (tx, found) => {
    await tx.import.update({
      where: { organizationId_id: { organizationId: found.organizationId, id: importId } },
      data: { options: { ...(found.options as StoredOptions), ...options }, sheet },
      select: { id: true },
    });
    return ok({});
  });
}

const defined = <T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
