import "server-only";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Transaction } from "@/lib/db";
import { holdDomains } from "@/lib/domains/hold";
import { Prisma } from "@/lib/generated/prisma/client";
import { grantsProblem } from "@/lib/grants/check";
import { giveBeyondRole } from "@/lib/grants/write";
import { awaitRules, lockGroups } from "@/lib/groups/rights";
import { groupsBeyond } from "@/lib/groups/rule-gains";
import { findUpdatedAdmins, LAST_ADMIN_WORDS, losesLastAdmin } from "@/lib/imports/admins";
import { type ImportChoices, importChoicesSchema, NO_CHOICES, NOTIFY_METHODS } from "@/lib/imports/choices";
import { countMoved, extensionRows, extensionsProblem } from "@/lib/imports/extension-queries";
import { revokeLinks, writeChangeEvents, writeChanges } from "@/lib/imports/jobs/changes";
import { insertCreateEvents, insertUsers } from "@/lib/imports/jobs/create";
import { countDrifted } from "@/lib/imports/jobs/drift";
import { ExtensionsTaken, giveExtensions } from "@/lib/imports/jobs/extensions";
import { mailPasswords } from "@/lib/imports/jobs/mail-passwords";
import { PasswordsGone, writePasswords } from "@/lib/imports/jobs/passwords";
import { batchesOf, type Import, type Progress, runImport, type Work } from "@/lib/imports/jobs/run";
import { noteWas } from "@/lib/imports/jobs/was";
import { isJudgedOtherwise } from "@/lib/imports/judged-by";
import { tellExpired } from "@/lib/imports/passwords/expired";
import { countPasswords, forgetFile } from "@/lib/imports/passwords/secrets";
import { countRows } from "@/lib/imports/row-queries";
import { findRuleGains } from "@/lib/imports/rule-gains";
import { type ImportOptions, resultOf } from "@/lib/imports/state";
import { enqueue, type ImportJob } from "@/lib/jobs/queue";
import { joinByHash } from "@/lib/joins";
import { queueInvitations } from "@/lib/messages/queue";
import type { Actor } from "@/lib/permissions/actor";
import { can, lackedBy } from "@/lib/permissions/can";
import { assignmentOf } from "@/lib/permissions/grants";
import { heldProperties } from "@/lib/properties/queries";
import type { Property } from "@/lib/properties/types";
import { giveNewSeats, SeatsTaken, seatsProblem } from "@/lib/services/give-new";
import { lockAdmins } from "@/lib/users/admins";

/**
 * Writes everything that a reviewed import does in one transaction, from its staged rows: people, events, the result.
 * Passwords whose hour ends meanwhile, and seats and numbers that others take, take all of it back, and the rows are shown again.
 */
export async function carryOutImport(job: ImportJob): Promise<void> {
  try {
    await runImport(job, WORK);
  } catch (error) {
    // Run again, it finds what has become of them before it writes.
    if (!(error instanceof PasswordsGone || error instanceof SeatsTaken || error instanceof ExtensionsTaken))
      throw error;
    await runImport(job, WORK);
  }
}

const WORK: Work = {
  state: "committing",
  askedBy: ({ committedBy }) => committedBy,
  may: (actor) => can(actor, "users.import.commit"),
  refuse: (tx, found, message) =>
    showAgain(
      tx,
      found,
      message
        ? { code: "rule_gain", message }
        : notAllowed("Whoever pressed Import may not import any more. Somebody else may."),
    ),
  carryOut: commit,
};

async function commit(tx: Transaction, found: Import, actor: Actor, progress: Progress): Promise<void> {
  const { organizationId, id: importId } = found;
  // What waited since an earlier release says nothing of what has come since.
  const choices = importChoicesSchema.parse((found.options as ImportOptions).choices ?? NO_CHOICES);
  const given = assignmentOf(choices.grants);
  const follows = choices.grants.by === "mirror" && choices.grants.follow;
  const counts = await countRows(tx, organizationId, importId);
  const touchesAdmins = counts.update > 0 && (await lockTouchedAdmins(tx, found));
  if (given.groups.length > 0 || follows) await lockGroups(tx, organizationId);
  const problem = await grantsProblem(tx, actor, choices.grants);
  if (problem) return showAgain(tx, found, { code: "grants_changed", message: problem.message });
  const passwords = await countPasswords(tx, organizationId, importId);
  const issues = passwords.wanted > 0 || choices.notify !== "none";
  if (issues && !can(actor, "users.credentials.issue")) {
    return showAgain(tx, found, notAllowed("Whoever pressed Import may not give credentials any more."));
  }
  // What was judged by properties as they are goes in before anybody changes them.
  const properties = await heldProperties(tx, organizationId);
  await holdDomains(tx, organizationId);
  await awaitRules(tx, organizationId);
  if (isJudgedOtherwise((found.options as ImportOptions).judgedBy, properties))
    return prepareAnew(tx, found, counts.create + counts.update);
  const drifted =
    (await countDrifted(tx, found, actor, given.role, properties)) + (await countMoved(tx, found));
  // What expired a moment ago tells so in its rows, which are shown again: its file is not there to be read anew.
  if (passwords.gone > 0) return tellExpired(tx, found);
  if (drifted + passwords.waiting > 0) return prepareAnew(tx, found, drifted);
  const beyond = await groupsBeyond(tx, organizationId, lackedBy(actor));
  const gains = new Set((await findRuleGains(tx, found, beyond, properties)).map(({ line }) => line));
  // Their rows say so then, by what whoever pressed Import holds.
  if (gains.size > 0) return prepareAnew(tx, found, gains.size, { preparedBy: storeActor(actor) });
  if (touchesAdmins && (await losesLastAdmin(tx, found))) {
    return showAgain(tx, found, { code: "last_admin", message: LAST_ADMIN_WORDS });
  }
  // What was free when Import was pressed may be taken by now.
  const short = await seatsProblem(tx, actor, choices.seats, counts.create);
  if (short) return showAgain(tx, found, { code: "seats_short", message: short.message });
  const few = await extensionsProblem(tx, actor, await extensionRows(tx, found));
  if (few) return showAgain(tx, found, { code: "extensions_short", message: few.message });
  const count = await writePeople(tx, found, actor, choices, properties, progress);
  await giveExtensions(tx, found, actor, choices.extensions);
  await giveNewSeats(tx, actor, choices.seats, newPeople(found), counts.create, importId);
  const invitations = await queueMessages(tx, found, choices, passwords.wanted);
  if (passwords.wanted > 0) await writePasswords(tx, found, passwords.wanted);
  const result = resultOf(counts);
  await tx.import.update({
    where: { organizationId_id: { organizationId, id: importId } },
    data: { state: "done", result, rowsDone: count, finishedAt: new Date(), updatedAt: new Date() },
    select: { id: true },
  });
  await forgetFile(tx, organizationId, importId);
  const subject = { type: "import" as const, id: importId, name: found.fileName };
  const after = {
    ...result,
    ...(invitations > 0 ? { invitations } : {}),
    ...(choices.note ? { note: choices.note } : {}),
  };
  await record(tx, organizationId, actor, "import.committed", subject, { after });
  await enqueue(tx, "user-counts.compact", { organizationId }, organizationId);
}

/** Everybody whom an import creates, in the order of its rows. */
const newPeople = ({ organizationId, id }: Import) => Prisma.sql`
  SELECT user_id AS id, line AS place FROM import_rows
  WHERE organization_id = ${organizationId}::uuid AND import_id = ${id}::uuid AND fate = 'create' AND selected`;

/** Queues what was chosen to be sent. @returns how many messages */
async function queueMessages(
  tx: Transaction,
  found: Import,
  { notify, message, password }: ImportChoices,
  passwords: number,
): Promise<number> {
  const methods = NOTIFY_METHODS[notify];
  if (methods.length === 0) return 0;
  const mailed = password === "chosenSent" && passwords > 0 ? await mailPasswords(tx, found) : 0;
  const kind = password === "generated" ? "loginDetails" : message;
  return mailed + (await queueInvitations(tx, found.organizationId, found.id, { kind, methods }));
}

const notAllowed = (message: string) => ({ code: "not_allowed", message });

/** Whoever edits an admin by hand waits for this until the end, so most imports do without. */
async function lockTouchedAdmins(tx: Transaction, found: Import): Promise<boolean> {
  await joinByHash(tx);
  const touched = await findUpdatedAdmins(tx, found);
  if (touched.length > 0) await lockAdmins(tx, found.organizationId);
  return touched.length > 0;
}

// Until the commit, whoever reads people has to step over each new one to see that it is not there yet. With the names
// at the end of the alphabet first, the list's beginning stays quick for longest, and the log's, where events stand last.
const LAST_NAMES_FIRST = Prisma.sql`fold(values->>'lastName') DESC, line`;

async function writePeople(
  tx: Transaction,
  found: Import,
  actor: Actor,
  choices: ImportChoices,
  properties: readonly Property[],
  progress: Progress,
): Promise<number> {
  const batches = (fate: string) =>
    batchesOf(tx, found, Prisma.sql`fate = ${fate} AND selected`, LAST_NAMES_FIRST);
  const created = await batches("create");
  const updated = await batches("update");
  const work: [number[][], (lines: number[]) => Promise<void>][] = [
    [updated, (lines) => updateUsers(tx, found, lines, actor)],
    [created, (lines) => insertPeople(tx, found, lines, choices, actor, properties)],
    [updated, (lines) => writeChangeEvents(tx, found, lines, "after", actor)],
    [created, (lines) => insertCreateEvents(tx, found, lines, choices, actor, properties)],
  ];
  let steps = 0;
  for (const [lots, write] of work) {
    for (const lines of lots) {
      await write(lines);
      steps += lines.length;
      await progress(Math.floor(steps / 2));
    }
  }
  return [...created, ...updated].flat().length;
}

async function insertPeople(
  tx: Transaction,
  found: Import,
  lines: number[],
  choices: ImportChoices,
  actor: Actor,
  properties: readonly Property[],
): Promise<void> {
  await insertUsers(tx, found, lines, choices, properties);
  const people = Prisma.sql`
    SELECT user_id FROM import_rows
    WHERE organization_id = ${found.organizationId}::uuid AND import_id = ${found.id}::uuid
      AND line = ANY(${lines}::int[])`;
  await giveBeyondRole(tx, actor, people, choices.grants);
}

/** Somebody who was changed after the plan was checked fails the whole run, which then finds that and plans anew. */
async function updateUsers(tx: Transaction, found: Import, lines: number[], actor: Actor): Promise<void> {
  await noteWas(tx, found, lines);
  const count = await writeChanges(tx, found, lines, "after");
  if (count !== lines.length) throw new Error("People were changed while an import was carried out.");
  await revokeLinks(tx, found, lines, actor);
}

/** Nothing is written: the rows are judged against the directory as it is now, and shown again. */
async function prepareAnew(
  tx: Transaction,
  found: Import,
  drifted: number,
  more: Prisma.ImportUpdateInput = {},
): Promise<void> {
  const { organizationId, id: importId } = found;
  await tx.import.update({
    where: { organizationId_id: { organizationId, id: importId } },
    data: {
      ...more,
      state: "parsing",
      rowsDone: 0,
      options: { ...(found.options as ImportOptions), drifted, goLiveAt: null },
      updatedAt: new Date(),
    },
    select: { id: true },
  });
  await enqueue(tx, "import.parse", { organizationId, importId }, importId);
}

/** Nothing is written: a person has to choose again. */
async function showAgain(
  tx: Transaction,
  { organizationId, id, options }: Import,
  refusal: { code: string; message: string },
): Promise<void> {
  await tx.import.updateMany({
    where: { organizationId, id, state: "committing" },
    data: {
      state: "review",
      rowsDone: 0,
      refusal,
      options: { ...(options as ImportOptions), goLiveAt: null },
      updatedAt: new Date(),
    },
  });
}
