import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { type Transaction, withOrganization } from "@/lib/db";
import { readGroups } from "@/lib/grants/queries";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import { POLICIES } from "@/lib/policies/catalogue";
import { userProperties } from "@/lib/properties/queries";
import type { LeftOut } from "@/lib/users/many/left-out";
import { mayStop } from "@/lib/users/many/may-stop";
import { UNDO_DAYS, UNDO_PERMISSIONS, type Undoable } from "@/lib/users/undo/kinds";

/** A change of many, as the page of them shows it. */
export type ChangeListed = {
  id: string;
  change: Undoable;
  /** The group, policy, property or service that it is about; null for none, and for one that is gone. */
  about: string | null;
  people: number;
  madeAt: Date;
  by: string | null;
  undone: { at: Date; by: string | null; people: number } | null;
  /** What the worker does with it now, and how far that has come. */
  running: { what: "making" | "takingBack"; done: number; of: number } | null;
  /** Who stayed as they were, where the worker made it. */
  leftOut: LeftOut | null;
  /** Why the worker ended before everybody's turn. */
  refusal: string | null;
  mayUndo: boolean;
  mayStop: boolean;
};

const LISTED_MAX = 100;
const DAY_MS = 86_400_000;

/** One of them; null where there is none. */
export async function findChange(actor: Actor, id: string): Promise<ChangeListed | null> {
  demand(actor, "users.read");
  if (!isId(id)) return null;
  const [found] = await listChanges(actor, { id });
  return found ?? null;
}

/** The changes that can still be taken back, and those that were, the newest first. */
export function listChanges(actor: Actor, only: { id?: string } = {}): Promise<ChangeListed[]> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const rows = await tx.bulkChange.findMany({
      where: { organizationId, ...only, madeAt: { gt: new Date(Date.now() - UNDO_DAYS * DAY_MS) } },
      orderBy: [{ madeAt: "desc" }, { id: "desc" }],
      take: LISTED_MAX,
    });
    const changes = rows.map(({ details }) => details as Undoable);
    const named = await namesAbout(tx, organizationId, changes);
    const stoppable = new Set<string>();
    for (const row of rows) if (row.running && (await mayStop(actor, row))) stoppable.add(row.id);
    return rows.map((row, index) => {
      const change = changes[index] as Undoable;
      const may = can(actor, UNDO_PERMISSIONS[change.kind]);
      return {
        id: row.id,
        change,
        about: aboutOf(change, named),
        people: row.people,
        madeAt: row.madeAt,
        by: storedName(row.madeBy),
        undone: row.undoneAt
          ? {
              at: row.undoneAt,
              by: storedName(row.undoneBy),
              people: (row.undoResult as { changed?: number } | null)?.changed ?? 0,
            }
          : null,
        running: row.running
          ? {
              what: row.running === "making" ? "making" : "takingBack",
              done: row.lookedAt,
              of: row.asked ?? 0,
            }
          : null,
        leftOut: row.leftOut as LeftOut | null,
        refusal: row.refusal,
        mayUndo: !row.undoneAt && !row.running && row.people > 0 && may,
        mayStop: stoppable.has(row.id) && may,
      };
    });
  });
}

/** The names of the groups, properties and services that changes are about, by id. */
async function namesAbout(
  tx: Transaction,
  organizationId: string,
  changes: readonly Undoable[],
): Promise<Map<string, string>> {
  const ids = changes.flatMap((change) => ("groupId" in change ? [change.groupId] : []));
  const groups = await readGroups(tx, organizationId, [...new Set(ids)]);
  const isAboutProperties = changes.some(({ kind }) => kind === "setProperty");
  const properties = isAboutProperties ? await userProperties(tx, organizationId) : [];
  const services = changes.some((change) => "serviceId" in change)
    ? await tx.service.findMany({ where: { organizationId }, select: { id: true, name: true } })
    : [];
  return new Map([...groups, ...properties, ...services].map(({ id, name }) => [id, name]));
}

function aboutOf(change: Undoable, named: Map<string, string>): string | null {
  if ("policy" in change) return POLICIES[change.policy.key].label;
  if ("groupId" in change) return named.get(change.groupId) ?? null;
  if ("serviceId" in change) return named.get(change.serviceId) ?? null;
  return "propertyId" in change ? (named.get(change.propertyId) ?? null) : null;
}
