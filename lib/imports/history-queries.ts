import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { LeaversChoice } from "@/lib/imports/leavers/guard";
import { mayPrepare } from "@/lib/imports/rights";
import type { ImportOptions, ImportResult, ImportState, UndoResult } from "@/lib/imports/state";
import { countByImport } from "@/lib/messages/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";

type Import = Prisma.ImportGetPayload<object>;

export type ImportSummary = {
  id: string;
  state: ImportState;
  fileName: string;
  sizeBytes: number;
  rowCount: number;
  result: ImportResult | null;
  undoResult: UndoResult | null;
  /** How many were chosen to be suspended because they were not in the file. */
  suspended: number;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
  /** What was written down with it; blank for nothing. */
  note: string;
  /** When it is to be carried out, where it waits for a moment. */
  goLiveAt: Date | null;
  /** Invitations to people whom it created; null when it sent none. */
  invitations: { sent: number; waiting: number; failed: number } | null;
  /** Whether somebody who may import has been asked to carry it out. */
  waits: boolean;
  /** Who asked for that, or gave it back unapproved, as long as either stands. */
  handedInBy: string | null;
  returnedBy: string | null;
};

/** `newer` and `older` are the ids that the pages on either side begin behind; null where there is none. */
export type ImportPage = { imports: ImportSummary[]; newer: string | null; older: string | null };

type HistoryQuery = {
  /** Those that wait for approval alone. */
  waiting?: boolean;
  /** Imports that were begun before this one, or after it: at most one of the two. */
  before?: string | null;
  after?: string | null;
};

export const HISTORY_PAGE_SIZE = 50;

/**
 * A page of the organization's imports, all of them or those that wait for approval, the newest first. Before all others
 * stand those in which the actor is to do something now, as they may approve them or have them returned: on the first page,
 * and not a second time where they would stand by their age.
 */
export async function listImports(actor: Actor, query: HistoryQuery = {}): Promise<ImportPage> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  const { waiting = false } = query;
  return withOrganization(organizationId, async (tx) => {
    const mine = waiting ? [] : await findMine(tx, actor);
    const where: Prisma.ImportWhereInput = {
      organizationId,
      ...(waiting ? HANDED_IN : {}),
      ...(mine.length > 0 ? { NOT: { id: { in: mine.map(({ id }) => id) } } } : {}),
    };
    const { isFirst, imports, ...ends } = await findPage(tx, where, query);
    const found = isFirst ? [...mine, ...imports] : imports;
    const ids = found.map(({ id }) => id);
    const invitations = await countByImport(tx, organizationId, ids);
    return { ...ends, imports: found.map((each) => summaryOf(each, invitations.get(each.id) ?? null)) };
  });
}

const HANDED_IN = { state: "review", handedInAt: { not: null } };
const RETURNED = { state: "review", returnedAt: { not: null } };

/** What waits for the actor, up to a page of it: more of them have their places by age. */
async function findMine(tx: Transaction, actor: Actor): Promise<Import[]> {
  const found = await tx.import.findMany({
    where: {
      organizationId: actor.organization.id,
      ...(can(actor, "users.import.commit") ? HANDED_IN : RETURNED),
    },
    orderBy: { id: "desc" },
    take: HISTORY_PAGE_SIZE,
  });
  return found.filter((each) => mayPrepare(actor, each));
}

type FoundPage = Omit<ImportPage, "imports"> & { imports: Import[]; isFirst: boolean };

/** Ids sort by the time they were made, so that one of them is all that a page's address has to say. */
async function findPage(
  tx: Transaction,
  where: Prisma.ImportWhereInput,
  { before = null, after = null }: HistoryQuery,
): Promise<FoundPage> {
  if (after && isId(after)) {
    const newer = await tx.import.findMany({
      where: { ...where, id: { gt: after } },
      orderBy: { id: "asc" },
      take: HISTORY_PAGE_SIZE + 1,
    });
    // Less than a page is newer: that is the first page, with what stands on top of it.
    if (newer.length <= HISTORY_PAGE_SIZE) return findPage(tx, where, {});
    const imports = newer.slice(0, HISTORY_PAGE_SIZE).reverse();
    return { imports, isFirst: false, newer: imports[0]?.id ?? null, older: imports.at(-1)?.id ?? null };
  }
  const isFirst = !before || !isId(before);
  const found = await tx.import.findMany({
    where: { ...where, ...(isFirst ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: HISTORY_PAGE_SIZE + 1,
  });
  const imports = found.slice(0, HISTORY_PAGE_SIZE);
  return {
    imports,
    isFirst,
    newer: isFirst ? null : (imports[0]?.id ?? before),
    older: found.length > HISTORY_PAGE_SIZE ? (imports.at(-1)?.id ?? null) : null,
  };
}

/** What the history tells of an import. */
export function summaryOf(found: Import, invitations: ImportSummary["invitations"]): ImportSummary {
  const { choices, goLiveAt } = found.options as ImportOptions;
  return {
    note: choices?.note ?? "",
    goLiveAt: found.state === "scheduled" && goLiveAt ? new Date(goLiveAt) : null,
    invitations,
    id: found.id,
    state: found.state as ImportState,
    fileName: found.fileName,
    sizeBytes: Number(found.sizeBytes),
    rowCount: found.rowCount,
    result: found.result as ImportResult | null,
    undoResult: found.undoResult as UndoResult | null,
    suspended: (found.leavers as LeaversChoice | null)?.count ?? 0,
    createdBy: storedName(found.createdBy) ?? "",
    createdAt: found.createdAt,
    finishedAt: found.finishedAt,
    waits: found.state === "review" && found.handedInAt !== null,
    handedInBy: found.state === "review" ? storedName(found.handedInBy) : null,
    returnedBy: found.state === "review" ? storedName(found.returnedBy) : null,
  };
}
