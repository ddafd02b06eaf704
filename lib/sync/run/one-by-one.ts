import "server-only";
import type { Actor } from "@/lib/permissions/actor";
import type { Failure } from "@/lib/result";
import { type Held, holding, type RunChange, save } from "@/lib/sync/run/hold";
import type { Planned, RunPlan } from "@/lib/sync/run/plan";
import { settle, settledBy, tellConflicts } from "@/lib/sync/run/write-plan";
import { addFromForm, editFromForm } from "@/lib/users/user-form-commands";

export const isChange = ({ isNew, plan }: Planned): boolean => plan.ok && (isNew || plan.changed.length > 0);

/** Whether a row of a file can say it: it finds people by their usernames, and a blank cell changes nothing. */
export const fitsImport = ({ isNew, plan }: Planned): boolean =>
  plan.ok &&
  (isNew ||
    (!plan.changed.includes("username") &&
      plan.changed.every((field) => field === "role" || textOf(plan, field) !== "")));

function textOf(plan: Extract<Planned["plan"], { ok: true }>, field: string): string {
  const applied = plan.applied[field as keyof typeof plan.applied];
  return applied ?? "";
}

/** Changes people by the commands of their form. A run that is killed finds what is done, and goes on. */
export async function bringOneByOne(
  held: Held,
  actor: Actor,
  { people }: Pick<RunPlan, "people">,
): Promise<void> {
  const quiet = people.filter((each) => !isChange(each));
  await settleAll(held, quiet);
  for (const each of people.filter(isChange)) await bringOne(held, actor, each);
}

const LOT = 1000;

export async function settleAll(held: Held, people: readonly Planned[]): Promise<void> {
  for (let at = 0; at < people.length; at += LOT) {
    const lot = people.slice(at, at + LOT);
    const issues = lot.filter(({ plan }) => !plan.ok).length;
    await holding(held, async (tx) => {
      await tellConflicts(tx, held, lot);
      await settle(
        tx,
        held,
        lot.map((each) => settledBy(each)),
      );
      if (issues > 0) await save(tx, held, { counts: { issues } });
    });
  }
}

async function bringOne(held: Held, actor: Actor, planned: Planned): Promise<void> {
  const { person, userId, version, isNew, plan } = planned;
  if (!plan.ok) return;
  const { notify } = held.connection.choice;
  // Before it is overwritten, who wrote what goes is still the last one who did.
  if (!isNew) await holding(held, (tx) => tellConflicts(tx, held, [planned]));
  if (isNew && person.userId === null) await reserve(held, person.id, userId);
  const saved = isNew
    ? await addFromForm(actor, userId, plan.form, { setting: notify === "email" ? "linkSent" : "link" })
    : await editFromForm(actor, userId, version, plan.form);
  // Somebody has edited them a moment ago: the next run looks again.
  if (!saved.ok && saved.error.code === "conflict") return;
  const problem = saved.ok ? null : wordsOf(saved.error);
  const counts: RunChange["counts"] = problem ? { issues: 1 } : isNew ? { created: 1 } : { updated: 1 };
  await holding(held, async (tx) => {
    await settle(tx, held, [settledBy(planned, problem)]);
    await save(tx, held, { counts });
  });
}

const wordsOf = ({ message, issues = [] }: Failure): string =>
  issues.map((each) => each.message).join(" ") || message;

/** Keeps the id that a new person will have: begun again after a kill, they are added once. */
const reserve = (held: Held, id: string, userId: string) =>
  holding(held, (tx) =>
    tx.syncPerson.updateMany({
      where: { organizationId: held.organizationId, connectionId: held.connectionId, sourceId: id },
      data: { userId },
    }),
  );
