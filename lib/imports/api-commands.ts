import "server-only";
import type { ApiImportNotes, ApiImportOptions } from "@/lib/imports/api-options";
import { onErrorFor } from "@/lib/imports/api-options";
import { change } from "@/lib/imports/commands/change";
import { commitImport } from "@/lib/imports/commands/commit";
import { createImport } from "@/lib/imports/commands/file";
import type { ImportOptions, OnError } from "@/lib/imports/state";
import { receiveFile } from "@/lib/imports/upload";
import type { Actor } from "@/lib/permissions/actor";
import { fail, ok, type Result } from "@/lib/result";
import type { UserField } from "@/lib/users/fields";

type StoredOptions = ImportOptions & { api?: ApiImportNotes };

export type UploadedFile = { name: string; sizeBytes: number; body: ReadableStream<Uint8Array> };

/** Starts an import that goes on to its review by itself: a worker matches its columns and judges its rows. */
export async function startImport(
  actor: Actor,
  { name, sizeBytes, body }: UploadedFile,
  { columns, hasHeader, sheet, onError, defaultCountry, mode, matchKey }: ApiImportOptions,
): Promise<Result<{ id: string }>> {
  const created = await createImport(actor, { name, sizeBytes });
  if (!created.ok) return created;
  const { id } = created.value;
  const api: ApiImportNotes = { ...(columns ? { columns } : {}), ...defined({ hasHeader }) };
  const options = { api, ...defined({ onError, defaultCountry, mode, matchKey }) };
  const noted = await saveOptions(actor, id, options, sheet ?? null);
  return noted.ok ? receiveFile(actor, id, body) : noted;
}

/**
 * Carries an import out as its plan stood. The same key again is the same commit; used for another plan, it is refused.
 */
export async function commitByKey(
  actor: Actor,
  importId: string,
  given: { planVersion: number; onError?: OnError; idempotencyKey: string | null },
): Promise<Result<{ id: string }>> {
  const noted = await noteCommit(actor, importId, given);
  if (!noted.ok) return noted;
  return commitImport(actor, importId, { planVersion: given.planVersion, onError: noted.value.onError });
}

function noteCommit(
  actor: Actor,
  importId: string,
  { planVersion, onError, idempotencyKey }: Parameters<typeof commitByKey>[2],
): Promise<Result<{ onError: OnError }>> {
  const states = ["review", "committing", "done"] as const;
  return change(actor, "users.import.commit", importId, states, async (tx, found) => {
    const options = found.options as StoredOptions;
    const chosen = onErrorFor(onError ?? options.onError, found.matching as (UserField | null)[]);
    if (idempotencyKey === null) return ok({ onError: chosen });
    const earlier = options.api?.commits ?? {};
    if (Object.hasOwn(earlier, idempotencyKey) && earlier[idempotencyKey] !== planVersion)
      return fail("conflict", "This Idempotency-Key was used with another plan version already.");
    const commits = { ...earlier, [idempotencyKey]: planVersion };
    await tx.import.update({
      where: { organizationId_id: { organizationId: found.organizationId, id: importId } },
      data: { options: { ...options, api: { ...options.api, commits } } },
      select: { id: true },
    });
    return ok({ onError: chosen });
  });
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
