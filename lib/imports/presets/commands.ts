import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { grantsProblem } from "@/lib/grants/check";
import { isId, newId } from "@/lib/ids";
import { keptPresetSchema, type PresetChoices } from "@/lib/imports/choices";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { change, movePlan, save } from "@/lib/imports/commands/change";
import { hasFile } from "@/lib/imports/commands/edits";
import { PASSWORDS_MINUTES_MAX } from "@/lib/imports/passwords/of-file";
import { matchKeyOf } from "@/lib/imports/plan/plan";
import { presetRefusal, recordedPreset } from "@/lib/imports/presets/rights";
import { fileGone } from "@/lib/imports/refusals";
import type { MatchedColumns } from "@/lib/imports/rows/judge";
import type { ImportOptions } from "@/lib/imports/state";
import { enqueue } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { USER_FIELD_INFO } from "@/lib/users/fields";

const PRESETS_MAX = 50;

type Named = { id: string; name: string };

/**
 * Keeps choices by a name; one of that name takes them over. Rights that the actor may not give are not kept: somebody who
 * may would give them unawares.
 */
export function savePreset(
  actor: Actor,
  { name, choices }: { name: string; choices: PresetChoices },
): Promise<Result<{ id: string }>> {
  return command(actor, "users.import.commit", async (tx) => {
    const { id: organizationId } = actor.organization;
    const problem = await grantsProblem(tx, actor, choices.grants);
    if (problem) return fail(problem.code, problem.message);
    await lockNames(tx, organizationId);
    const known = await tx.importPreset.findUnique({
      where: { organizationId_name: { organizationId, name } },
    });
    const refusal = known && (await presetRefusal(tx, actor, known));
    if (refusal) return refusal;
    const id = known?.id ?? newId();
    if (!known && (await tx.importPreset.count({ where: { organizationId } })) >= PRESETS_MAX) {
      return fail("conflict", `There are ${PRESETS_MAX} presets already. Remove one first.`);
    }
    await tx.importPreset.upsert({
      where: { organizationId_id: { organizationId, id } },
      create: { organizationId, id, name, choices, savedBy: storeActor(actor), usedAt: new Date() },
      update: { choices, savedBy: storeActor(actor), usedAt: new Date() },
      select: { id: true },
    });
    const after = await recordedPreset(tx, organizationId, { name, choices });
    const changes = known
      ? (changesBetween(await recordedPreset(tx, organizationId, known), after) ?? {})
      : { after };
    await tell(tx, actor, { id, name }, "importPreset.saved", changes);
    return ok({ id });
  });
}

export function renamePreset(actor: Actor, { id, name }: Named): Promise<Result<{ id: string }>> {
  return command(actor, "users.import.commit", async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockNames(tx, organizationId);
    const found = await find(tx, organizationId, id);
    if (!found) return notFound("preset");
    const refusal = await presetRefusal(tx, actor, found);
    if (refusal) return refusal;
    const other = await tx.importPreset.findUnique({
      where: { organizationId_name: { organizationId, name } },
    });
    if (other && other.id !== id) {
      const message = "There is a preset of this name already.";
      return fail("invalid", message, [{ path: "name", message }]);
    }
    await tx.importPreset.updateMany({ where: { organizationId, id }, data: { name } });
    await tell(tx, actor, { id, name }, "importPreset.saved", {
      before: { name: found.name },
      after: { name },
    });
    return ok({ id });
  });
}

export function removePreset(actor: Actor, id: string): Promise<Result<{ id: string }>> {
  return command(actor, "users.import.commit", async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockNames(tx, organizationId);
    const found = await find(tx, organizationId, id);
    if (!found) return notFound("preset");
    const refusal = await presetRefusal(tx, actor, found);
    if (refusal) return refusal;
    await tx.importPreset.deleteMany({ where: { organizationId, id } });
    const before = await recordedPreset(tx, organizationId, found);
    await tell(tx, actor, found, "importPreset.removed", { before });
    return ok({ id });
  });
}

/** Takes the choices of a preset for an import in review; another mode or match key has every row planned anew. */
export function applyPreset(
  actor: Actor,
  importId: string,
  presetId: string,
): Promise<Result<{ id: string }>> {
  return change(actor, "users.import.commit", importId, ["review"], async (tx, found) => {
    const { organizationId } = found;
    const preset = await find(tx, organizationId, presetId);
    if (!preset) return notFound("preset");
    const parsed = keptPresetSchema.safeParse(preset.choices);
    if (!parsed.success) return fail("conflict", "This preset does not fit any more. Make it anew.");
    const { mode, onError, matchKey, ...choices } = parsed.data;
    const { drifted, ...options } = found.options as ImportOptions;
    // Where a file only adds people, nobody is looked for.
    const key = mode === "createOnly" ? undefined : matchKey;
    const columns = columnsOf(found);
    if (key && key !== "accessEmail" && !columns.some(({ field }) => field === key)) {
      const label = USER_FIELD_INFO[key].label.toLowerCase();
      return fail(
        "conflict",
        `This preset finds people by their ${label}, and no column is matched with it.`,
      );
    }
    const isOtherKey = key !== undefined && key !== (options.matchKey ?? matchKeyOf(columns));
    const isOther = isOtherKey || mode !== (options.mode ?? "createOnly");
    if (isOther && !(await hasFile(tx, found))) return fail("conflict", plannedAnew);
    await save(tx, found, {
      options: {
        ...options,
        ...(isOther || !drifted ? {} : { drifted }),
        ...(key ? { matchKey: key } : {}),
        mode,
        onError,
        choices,
      },
      ...(isOther ? { state: "parsing", rowsDone: 0, preparedBy: storeActor(actor) } : {}),
    });
    await movePlan(tx, found);
    if (isOther) await enqueue(tx, "import.parse", { organizationId, importId }, importId);
    await tx.importPreset.updateMany({
      where: { organizationId, id: presetId },
      data: { usedAt: new Date() },
    });
    return ok({ id: importId });
  });
}

const plannedAnew = `This preset takes another mode or match key, for which every row is read again. ${fileGone(PASSWORDS_MINUTES_MAX).message}`;

const columnsOf = ({ matching }: Prisma.ImportGetPayload<object>): MatchedColumns =>
  (matching as (ColumnField | null)[]).map((field, index) => ({ index, field }));

function find(tx: Transaction, organizationId: string, id: string) {
  if (!isId(id)) return null;
  return tx.importPreset.findUnique({ where: { organizationId_id: { organizationId, id } } });
}

/** Of two who write presets at the same moment, the second sees the first. */
async function lockNames(tx: Transaction, organizationId: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`presets:${organizationId}`}, 0))::text`;
}

function tell(
  tx: Transaction,
  actor: Actor,
  { id, name }: Named,
  action: "importPreset.saved" | "importPreset.removed",
  changes: Parameters<typeof record>[5] = {},
): Promise<void> {
  return record(tx, actor.organization.id, actor, action, { type: "import", id, name }, changes);
}
