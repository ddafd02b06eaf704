import "server-only";
import { changesBetween, type Fields } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { isId, newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { fail, invalidFields, notFound, ok, type Result } from "@/lib/result";
import { holderOf, nextFree } from "@/lib/telephony/free";
import type { QueueInput } from "@/lib/telephony/input";
import { QUEUES_MAX } from "@/lib/telephony/limits";
import { isInRanges, rangesInWords } from "@/lib/telephony/numbers";
import { lockTelephony, type TelephonySettings } from "@/lib/telephony/settings";
import { STRATEGY_LABELS, strategyOf } from "@/lib/telephony/words";

/** Makes a queue with its members. With an id that the caller made it is made once. */
export function createQueue(actor: Actor, input: QueueInput, id = newId()): Promise<Result<{ id: string }>> {
  return command(actor, "telephony.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const settings = await lockTelephony(tx, organizationId);
    const where = { organizationId_id: { organizationId, id } };
    if (await tx.callQueue.findUnique({ where, select: { id: true } })) return ok({ id });
    if ((await tx.callQueue.count({ where: { organizationId } })) >= QUEUES_MAX)
      return fail("conflict", `There are ${QUEUES_MAX} queues already. Remove one first.`);
    const judged = await judge(tx, organizationId, settings, input, null);
    if (!judged.ok) return judged;
    const { number, names } = judged.value;
    const { name, strategy, voicemail } = input;
    await tx.callQueue.create({
      data: { organizationId, id, number, name, strategy, voicemail },
      select: { id: true },
    });
    await writeMembers(tx, organizationId, id, input);
    const after = recorded({ number, name, strategy, voicemail }, membersInWords(input.members, names));
    await record(tx, organizationId, actor, "queue.created", { type: "queue", id, name }, { after });
    return ok({ id });
  });
}

/** Saves a queue with its members in their order. `version` is the one that was edited. */
export function updateQueue(
  actor: Actor,
  id: string,
  version: number,
  input: QueueInput,
): Promise<Result<{ id: string }>> {
  return command(actor, "telephony.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const settings = await lockTelephony(tx, organizationId);
    const before = await findQueueRow(tx, organizationId, id);
    if (!before) return notFound("queue");
    const judged = await judge(tx, organizationId, settings, input, before.number);
    if (!judged.ok) return judged;
    const { number, names } = judged.value;
    const { name, strategy, voicemail } = input;
    const was = before.members.map(({ extension, extensionId, paused }) => ({
      extensionId,
      paused,
      number: extension.number,
    }));
    const known = new Map([...names, ...was.map((each) => [each.extensionId, each.number] as const)]);
    const changes = changesBetween(
      recorded({ ...before, strategy: strategyOf(before.strategy) }, membersInWords(was, known)),
      recorded({ number, name, strategy, voicemail }, membersInWords(input.members, known)),
    );
    if (!changes) return ok({ id });
    if (before.version !== version)
      return fail("conflict", "Somebody else has changed this queue meanwhile. Load the page again.");
    await tx.callQueue.update({
      where: { organizationId_id: { organizationId, id } },
      data: { number, name, strategy, voicemail, version: { increment: 1 } },
      select: { id: true },
    });
    await writeMembers(tx, organizationId, id, input);
    await record(tx, organizationId, actor, "queue.updated", { type: "queue", id, name }, changes);
    return ok({ id });
  });
}

/** Removes a queue; its members stay extensions. */
export function removeQueue(actor: Actor, id: string): Promise<Result<{ name: string }>> {
  return command(actor, "telephony.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockTelephony(tx, organizationId);
    const found = await findQueueRow(tx, organizationId, id);
    if (!found) return notFound("queue");
    const { name } = found;
    await tx.callQueue.delete({ where: { organizationId_id: { organizationId, id } } });
    const before = recorded({ ...found, strategy: strategyOf(found.strategy) }, null);
    await record(tx, organizationId, actor, "queue.removed", { type: "queue", id, name }, { before });
    return ok({ name });
  });
}

/** What only the database knows: whether the number is free, and the members are there. */
async function judge(
  tx: Transaction,
  organizationId: string,
  settings: TelephonySettings,
  { number: asked, members }: QueueInput,
  own: string | null,
): Promise<Result<{ number: string; names: Map<string, string> }>> {
  const refuse = (path: string, message: string) => invalidFields([{ path, message }]);
  const found = await tx.extension.findMany({
    where: { organizationId, id: { in: members.map(({ extensionId }) => extensionId) } },
    select: { id: true, number: true },
  });
  if (found.length < members.length)
    return refuse("members", "One of these extensions is there no more. Take it out.");
  const names = new Map(found.map((each) => [each.id, each.number]));
  if (asked === null && own !== null) return ok({ number: own, names });
  const [free] = asked ? [] : await nextFree(tx, organizationId, settings, { count: 1, reuse: false });
  const number = asked ?? free?.number;
  if (!number) return refuse("number", "Every number of the ranges is taken.");
  if (number === own) return ok({ number, names });
  if (!isInRanges(number, settings.ranges))
    return refuse("number", `Numbers are within ${rangesInWords(settings.ranges)}. The settings say so.`);
  const taken = await holderOf(tx, organizationId, number);
  return taken ? refuse("number", taken) : ok({ number, names });
}

const findQueueRow = async (tx: Transaction, organizationId: string, id: string) =>
  isId(id)
    ? tx.callQueue.findUnique({
        where: { organizationId_id: { organizationId, id } },
        include: {
          members: { orderBy: { position: "asc" }, include: { extension: { select: { number: true } } } },
        },
      })
    : null;

async function writeMembers(
  tx: Transaction,
  organizationId: string,
  queueId: string,
  { members }: QueueInput,
): Promise<void> {
  await tx.callQueueMember.deleteMany({ where: { organizationId, queueId } });
  await tx.callQueueMember.createMany({
    data: members.map((member, index) => ({ organizationId, queueId, ...member, position: index + 1 })),
  });
}

function membersInWords(
  members: readonly { extensionId: string; paused: boolean }[],
  numbers: ReadonlyMap<string, string>,
): string | null {
  const words = members.map(
    ({ extensionId, paused }) => `${numbers.get(extensionId) ?? "?"}${paused ? " (paused)" : ""}`,
  );
  return words.join(", ") || null;
}

const recorded = (
  queue: { number: string; name: string; strategy: QueueInput["strategy"]; voicemail: boolean },
  members: string | null,
): Fields => ({
  number: queue.number,
  name: queue.name,
  strategy: STRATEGY_LABELS[queue.strategy],
  voicemail: queue.voicemail,
  members,
});
