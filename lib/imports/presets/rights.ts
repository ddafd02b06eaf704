import "server-only";
import type { Fields } from "@/lib/audit/changes";
import type { Transaction } from "@/lib/db";
import { readGroups } from "@/lib/grants/queries";
import { eventBeyondRole } from "@/lib/grants/write";
import type { PresetChoices } from "@/lib/imports/choices";
import type { Actor } from "@/lib/permissions/actor";
import { assignmentOf, linesOf, mayGrant } from "@/lib/permissions/grants";
import { type Grants, grantsSchema } from "@/lib/permissions/grants-schema";
import { fail, type Result } from "@/lib/result";

type Kept = { name: string; choices: unknown };

/** What a kept preset gives to new people; null where it can be used by nobody any more. */
const grantsOf = (choices: unknown): Grants | null =>
  grantsSchema.safeParse((choices as Partial<PresetChoices> | null)?.grants).data ?? null;

/**
 * Why an actor may not take over, rename or remove a preset; null when they may. One that gives what they may not give
 * is left to those who may: under its name others would look for what these have kept. A group that has gone gives nothing.
 */
export async function presetRefusal(
  tx: Transaction,
  actor: Actor,
  { name, choices }: Kept,
): Promise<Result<never> | null> {
  const grants = grantsOf(choices);
  if (!grants) return null;
  const given = assignmentOf(grants);
  const known = await readGroups(tx, actor.organization.id, given.groups);
  const still = { ...given, groups: known.map(({ id }) => id) };
  return mayGrant(actor, still, known)
    ? null
    : fail("forbidden", `“${name}” gives rights that you may not give. Choose another name.`);
}

/** What a preset gives beyond the own account, line by line in words. */
export async function presetRights(tx: Transaction, actor: Actor, choices: unknown): Promise<string[]> {
  const grants = grantsOf(choices);
  if (!grants) return [];
  const given = assignmentOf(grants);
  const known = await readGroups(tx, actor.organization.id, given.groups);
  return linesOf(actor, given, known).map(({ label }) => label);
}

/** A preset as its events tell of it. */
export async function recordedPreset(
  tx: Transaction,
  organizationId: string,
  { name, choices }: Kept,
): Promise<Fields> {
  const grants = grantsOf(choices);
  const { notify, password, note } = (choices ?? {}) as Partial<PresetChoices>;
  const others = {
    name,
    ...(notify ? { messages: notify } : {}),
    ...(password ? { passwordSetting: password } : {}),
    ...(note ? { note } : {}),
  };
  if (!grants) return others;
  const { role, accessProfile } = assignmentOf(grants);
  return { ...others, role, accessProfile, ...(await eventBeyondRole(tx, organizationId, grants)) };
}
