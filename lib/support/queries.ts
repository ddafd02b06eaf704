import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import { supportSettings } from "@/lib/support/config";
import { type Openness, openNow } from "@/lib/support/hours";
import { fromInWords } from "@/lib/support/notify";
import { hasOnCall, type SupportSettings } from "@/lib/support/settings";
import {
  REQUEST_STATES,
  type RequestState,
  URGENCIES,
  type Urgency,
  WAYS,
  type Way,
} from "@/lib/support/states";

export type RequestRow = {
  id: string;
  number: number;
  asker: string;
  kind: string;
  urgency: Urgency;
  words: string;
  way: Way;
  state: RequestState;
  createdAt: Date;
};

export type RequestPage = { rows: RequestRow[]; hasMore: boolean };

export type RequestDetails = RequestRow & {
  isOwn: boolean;
  /** Where they were and with what. */
  from: string;
  hasScreenshot: boolean;
  replies: { id: string; isAnswer: boolean; by: string; words: string; createdAt: Date }[];
};

/** What somebody who asks gets to know: whether support is open now, and whether a critical request reaches anybody. */
export type SupportNow = Openness & { settings: SupportSettings; hasOnCall: boolean };

export const REQUESTS_SHOWN = 100;

/** Whether support is open at a moment, by the settings of the actor's organization. */
export async function supportNow(actor: Actor, now: Date): Promise<SupportNow> {
  demand(actor, "support.ask");
  const { id } = actor.organization;
  const { settings } = await withOrganization(id, (tx) => supportSettings(tx, id));
  return { ...openNow(settings, now), settings, hasOnCall: hasOnCall(settings) };
}

/** The settings for whoever may see settings, with the version that a change begins with. */
export function readSupportSettings(actor: Actor): Promise<{ settings: SupportSettings; version: number }> {
  demand(actor, "settings.read");
  const { id } = actor.organization;
  return withOrganization(id, (tx) => supportSettings(tx, id));
}

/** The newest of one's own requests. */
export function listOwnRequests(actor: Actor): Promise<RequestPage> {
  demand(actor, "support.ask");
  const own = ownIn(actor);
  return own === null ? Promise.resolve({ rows: [], hasMore: false }) : listBy(actor, { userId: own });
}

/** The newest of everybody's, perhaps of one state alone. */
export function listRequests(actor: Actor, state: RequestState | null): Promise<RequestPage> {
  demand(actor, "support.read");
  return listBy(actor, state ? { state } : {});
}

/** One request with what was said, for whoever asked and whoever may see all; null for everybody else. */
export async function findRequest(actor: Actor, id: string): Promise<RequestDetails | null> {
  demand(actor, "support.ask");
  const { id: organizationId } = actor.organization;
  if (!isId(id)) return null;
  return withOrganization(organizationId, async (tx) => {
    const request = await tx.supportRequest.findUnique({
      where: { organizationId_id: { organizationId, id } },
      include: { ...ASKER, screenshot: { select: { type: true } }, replies: { orderBy: IN_ORDER } },
    });
    if (!request || !maySee(actor, request.userId)) return null;
    return {
      ...rowOf(request),
      isOwn: request.userId === ownIn(actor),
      from: fromInWords(request.context),
      hasScreenshot: request.screenshot !== null,
      replies: request.replies.map(({ id: replyId, isAnswer, byName, words, createdAt }) => ({
        id: replyId,
        isAnswer,
        by: byName,
        words,
        createdAt,
      })),
    };
  });
}

/** The screenshot of a request, for whoever may see the request; null for everybody else. */
export async function readScreenshot(
  actor: Actor,
  requestId: string,
): Promise<{ type: string; bytes: Uint8Array<ArrayBuffer> } | null> {
  demand(actor, "support.ask");
  const { id: organizationId } = actor.organization;
  if (!isId(requestId)) return null;
  return withOrganization(organizationId, async (tx) => {
    const request = await tx.supportRequest.findUnique({
      where: { organizationId_id: { organizationId, id: requestId } },
      select: { userId: true },
    });
    if (!request || !maySee(actor, request.userId)) return null;
    return readPicture(tx, organizationId, requestId);
  });
}

async function readPicture(tx: Transaction, organizationId: string, requestId: string) {
  const found = await tx.supportScreenshot.findUnique({
    where: { organizationId_requestId: { organizationId, requestId } },
    select: { type: true, bytes: true },
  });
  return found && { type: found.type, bytes: new Uint8Array(found.bytes) };
}

const ASKER = { user: { select: { firstName: true, lastName: true } } } as const;
const IN_ORDER = [{ createdAt: "asc" as const }, { id: "asc" as const }];

/** Whose requests are one's own. Away from home nobody's are, and whoever looks on as somebody else reads none of that person's. */
const ownIn = (actor: Actor): string | null =>
  !actor.viewing && actor.organizationId === actor.organization.id ? actor.userId : null;

const maySee = (actor: Actor, userId: string) => userId === ownIn(actor) || can(actor, "support.read");

function listBy(actor: Actor, where: { userId?: string; state?: string }): Promise<RequestPage> {
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const found = await tx.supportRequest.findMany({
      where: { organizationId, ...where },
      include: ASKER,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: REQUESTS_SHOWN + 1,
    });
    return { rows: found.slice(0, REQUESTS_SHOWN).map(rowOf), hasMore: found.length > REQUESTS_SHOWN };
  });
}

type Kept = {
  id: string;
  number: number;
  kind: string;
  urgency: string;
  words: string;
  way: string;
  state: string;
  createdAt: Date;
  user: { firstName: string; lastName: string };
};

function rowOf({ id, number, kind, urgency, words, way, state, createdAt, user }: Kept): RequestRow {
  return {
    id,
    number,
    asker: `${user.firstName} ${user.lastName}`,
    kind,
    urgency: URGENCIES.find((each) => each === urgency) ?? "normal",
    words,
    way: WAYS.find((each) => each === way) ?? "open",
    state: REQUEST_STATES.find((each) => each === state) ?? "open",
    createdAt,
  };
}
