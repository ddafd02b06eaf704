import "server-only";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import type { SupportRequest } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, invalidFields, notFound, ok, type Result } from "@/lib/result";
import { supportSettings } from "@/lib/support/config";
import { openNow } from "@/lib/support/hours";
import type { ReplyInput, RequestInput } from "@/lib/support/input";
import { tellAsker, tellSupport } from "@/lib/support/notify";
import { cleanScreenshot, type Screenshot } from "@/lib/support/screenshot";
import { hasOnCall } from "@/lib/support/settings";
import { type RequestState, STATE_LABELS, type Urgency, type Way, wayOf } from "@/lib/support/states";

/** How much one person asks and replies within an hour; whoever sits at a desk never comes near it. */
export const ASKED_MAX = 10;
export const REPLIED_MAX = 60;

export type Asked = { id: string; number: number; way: Way; opensAt: Date | null };

/** Sends a request with its context and perhaps a screenshot. With the same id it is sent once. */
export function askSupport(
  actor: Actor,
  input: RequestInput,
  { device, file, now = new Date() }: { device: string; file?: Uint8Array | null; now?: Date },
): Promise<Result<Asked>> {
  return command(actor, "support.ask", async (tx) => {
    const { id: organizationId } = actor.organization;
    if (actor.organizationId !== organizationId || actor.apiKeyId) return forbidden();
    await lockRequests(tx, organizationId);
    const { settings } = await supportSettings(tx, organizationId);
    const { isOpen, changesAt } = openNow(settings, now);
    const opensAt = isOpen ? null : changesAt;
    const sent = await tx.supportRequest.findUnique({
      where: { organizationId_id: { organizationId, id: input.id } },
    });
    if (sent) {
      if (sent.userId !== actor.userId) return notFound("request");
      return ok({ id: sent.id, number: sent.number, way: sent.way as Way, opensAt });
    }
    if (!settings.kinds.includes(input.kind))
      return invalidFields([{ path: "kind", message: "Choose what it is about." }]);
    const picture = file ? cleanScreenshot(file) : null;
    if (picture && "words" in picture) return invalidFields([{ path: "screenshot", message: picture.words }]);
    const since = new Date(now.getTime() - 3_600_000);
    const lately = await tx.supportRequest.count({
      where: { organizationId, userId: actor.userId, createdAt: { gt: since } },
    });
    if (lately >= ASKED_MAX)
      return fail(
        "throttled",
        `You have sent ${lately} requests within the hour. Wait a little, or reply to one of them.`,
      );
    const way = wayOf(input.urgency, { isOpen, hasOnCall: hasOnCall(settings) });
    const last = await tx.supportRequest.aggregate({ where: { organizationId }, _max: { number: true } });
    const request = await tx.supportRequest.create({
      data: {
        organizationId,
        id: input.id,
        number: (last._max.number ?? 0) + 1,
        userId: actor.userId,
        kind: input.kind,
        urgency: input.urgency,
        words: input.words,
        context: { from: pathOf(input.from), device, organization: actor.organization.name },
        way,
        createdAt: now,
        updatedAt: now,
      },
    });
    await keepScreenshot(tx, request, picture);
    await tellSupport(tx, actor, request, settings);
    await record(tx, organizationId, actor, "support.asked", subjectOf(request), {
      after: { requestKind: request.kind, urgency: request.urgency, way },
    });
    return ok({ id: request.id, number: request.number, way, opensAt });
  });
}

/** Says something in a request: whoever asked goes on, and whoever answers for support answers. With the same id it is said once. */
export function replyToRequest(actor: Actor, input: ReplyInput): Promise<Result<null>> {
  return onRequest(actor, input.requestId, async (tx, request, isAnswer) => {
    const { id: organizationId } = actor.organization;
    const said = await tx.supportReply.findUnique({
      where: { organizationId_id: { organizationId, id: input.id } },
    });
    if (said) return said.byUserId === actor.userId ? ok(null) : notFound("reply");
    const since = new Date(Date.now() - 3_600_000);
    const lately = await tx.supportReply.count({
      where: { organizationId, byUserId: actor.userId, createdAt: { gt: since } },
    });
    if (lately >= REPLIED_MAX)
      return fail("throttled", "You have replied very often within the hour. Wait a little.");
    const by = { byName: actor.name, byUserId: actor.userId };
    await tx.supportReply.create({
      data: { organizationId, id: input.id, requestId: request.id, isAnswer, ...by, words: input.words },
      select: { id: true },
    });
    const state: RequestState = isAnswer ? "answered" : "open";
    await setState(tx, request, state);
    if (isAnswer) await tellAsker(tx, request, input.words);
    else await tellAgain(tx, actor, { ...request, words: input.words });
    await record(
      tx,
      organizationId,
      actor,
      isAnswer ? "support.answered" : "support.replied",
      subjectOf(request),
    );
    return ok(null);
  });
}

/** What is said later goes the way that is open then. */
async function tellAgain(tx: Transaction, actor: Actor, request: SupportRequest): Promise<void> {
  const { settings } = await supportSettings(tx, request.organizationId);
  const { isOpen } = openNow(settings, new Date());
  const way = wayOf(request.urgency as Urgency, { isOpen, hasOnCall: hasOnCall(settings) });
  await tellSupport(tx, actor, { ...request, way }, settings);
}

/** Closes a request, or opens it again: whoever asked, and whoever answers for support. What is so already stays so. */
export function setRequestState(
  actor: Actor,
  requestId: string,
  state: "open" | "closed",
): Promise<Result<null>> {
  return onRequest(actor, requestId, async (tx, request, isAnswer) => {
    const isClosed = request.state === "closed";
    if (isClosed === (state === "closed")) return ok(null);
    await setState(tx, request, state);
    if (isAnswer) await tellAsker(tx, request, `Your request is ${STATE_LABELS[state].toLowerCase()} now.`);
    const action = state === "closed" ? "support.closed" : "support.reopened";
    await record(tx, actor.organization.id, actor, action, subjectOf(request));
    return ok(null);
  });
}

/**
 * A change of one request, by whoever asked or whoever may answer; to anybody else there is no such request. One's own
 * request one does not answer for support.
 */
function onRequest<T>(
  actor: Actor,
  requestId: string,
  run: (tx: Transaction, request: SupportRequest, isAnswer: boolean) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { id: organizationId } = actor.organization;
  const mayAnswer = can(actor, "support.update");
  return command(actor, mayAnswer ? "support.update" : "support.ask", async (tx) => {
    await lockRequests(tx, organizationId);
    const request = isId(requestId)
      ? await tx.supportRequest.findUnique({
          where: { organizationId_id: { organizationId, id: requestId } },
        })
      : null;
    const isOwn = request?.userId === actor.userId && actor.organizationId === organizationId;
    if (!request || (!isOwn && !mayAnswer && !can(actor, "support.read"))) return notFound("request");
    if (!isOwn && !mayAnswer) return forbidden();
    return run(tx, request, !isOwn);
  });
}

/** One at a time changes an organization's requests: numbers have no gaps, and nobody comes past the limits by hurrying. */
const lockRequests = (tx: Transaction, organizationId: string) =>
  tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`support ${organizationId}`}, 0))::text`;

async function keepScreenshot(
  tx: Transaction,
  { organizationId, id }: SupportRequest,
  picture: Screenshot | null,
): Promise<void> {
  if (!picture) return;
  await tx.supportScreenshot.create({
    data: { organizationId, requestId: id, ...picture },
    select: { type: true },
  });
}

async function setState(
  tx: Transaction,
  { organizationId, id }: SupportRequest,
  state: RequestState,
): Promise<void> {
  await tx.supportRequest.update({
    where: { organizationId_id: { organizationId, id } },
    data: { state, updatedAt: new Date() },
    select: { id: true },
  });
}

const subjectOf = ({ id, number }: SupportRequest) => ({
  type: "supportRequest" as const,
  id,
  name: `Request ${number}`,
});

/** A path of ours, without what an address may carry behind it. */
const pathOf = (text: string): string => (/^\/[^/]/.test(text) ? (text.split(/[?#]/)[0] ?? "") : "");
