import "server-only";
import { actorColumns, record } from "@/lib/audit/record";
import { reviveActor } from "@/lib/auth/revive";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { LAST_ADMIN_WORDS, losesLastAdmin } from "@/lib/imports/admins";
import { writeChangeEvents, writeChanges } from "@/lib/imports/jobs/changes";
import { countDrifted } from "@/lib/imports/jobs/drift";
import { countRows } from "@/lib/imports/row-queries";
import { type ImportOptions, resultOf } from "@/lib/imports/state";
import { enqueue, type ImportJob } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { lockAdmins } from "@/lib/users/admins";

type Import = Prisma.ImportGetPayload<object>;

const BATCH_ROWS = 10_000;
const COMMIT_MINUTES_MAX = 20;

/**
 * Writes everything that a reviewed import creates in one transaction, from its staged rows: people, events, the
 * result. A killed process leaves nothing half done; run again, it finds the import done or does it from the start.
 */
export async function carryOutImport({ organizationId, importId }: ImportJob): Promise<void> {
  const found = await withOrganization(organizationId, (tx) => findCommitting(tx, organizationId, importId));
  if (!found) return;
  const actor = await reviveActor(found.committedBy, organizationId);
  if (!actor || !can(actor, "users.import.commit")) {
    return withOrganization(organizationId, (tx) =>
      give(tx, found, "Who pressed Import may not import any more."),
    );
  }
  const progress = (rowsDone: number) =>
    withOrganization(organizationId, (tx) =>
      tx.import.updateMany({
        where: { organizationId, id: importId, state: "committing" },
        data: { rowsDone },
      }),
    );
  await progress(0);
  await withOrganization(organizationId, (tx) => commit(tx, found, actor, progress), {
    timeoutMs: COMMIT_MINUTES_MAX * 60_000,
  });
}

async function commit(
  tx: Transaction,
  found: Import,
  actor: Actor,
  progress: (rowsDone: number) => Promise<unknown>,
): Promise<void> {
  const { organizationId, id: importId } = found;
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`import:${importId}`}, 0))::text`;
  if (!(await findCommitting(tx, organizationId, importId))) return;
  const drifted = await countDrifted(tx, found, actor);
  if (drifted > 0) return prepareAnew(tx, found, drifted);
  const created = await batchesOf(tx, found, "create");
  const updated = await batchesOf(tx, found, "update");
  if (updated.length > 0) {
    await lockAdmins(tx, organizationId);
    if (await losesLastAdmin(tx, found)) return give(tx, found, LAST_ADMIN_WORDS);
  }
  const count = [...created, ...updated].flat().length;
  let steps = 0;
  const work = [
    [updated, updateUsers],
    [created, insertUsers],
    [updated, insertChangeEvents],
    [created, insertEvents],
  ] as const;
  for (const [batches, write] of work) {
    for (const lines of batches) {
      await write(tx, found, lines, actor);
      steps += lines.length;
      await progress(Math.floor(steps / 2));
    }
  }
  const result = resultOf(await countRows(tx, organizationId, importId));
  await tx.import.update({
    where: { organizationId_id: { organizationId, id: importId } },
    data: { state: "done", result, rowsDone: count, finishedAt: new Date(), updatedAt: new Date() },
    select: { id: true },
  });
  await tx.importPart.deleteMany({ where: { organizationId, importId } });
  const subject = { type: "import" as const, id: importId, name: found.fileName };
  await record(tx, organizationId, actor, "import.committed", subject, { after: result });
  await enqueue(tx, "user-counts.compact", { organizationId }, organizationId);
}

/**
 * The lines to import, in batches, the names at the end of the alphabet first. Until the commit, whoever reads people
 * has to step over each new one to see that it is not there yet: so the list's beginning stays quick for longest, and
 * the log's, where events stand last, does too.
 */
async function batchesOf(
  tx: Transaction,
  { organizationId, id: importId }: Import,
  fate: "create" | "update",
): Promise<number[][]> {
  const rows = await tx.$queryRaw<{ lines: number[] }[]>`
    WITH placed AS (
      SELECT line, row_number() OVER (ORDER BY fold(values->>'lastName') DESC, line) - 1 AS place FROM import_rows
      WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND fate = ${fate} AND selected),
    batched AS (SELECT line, place, place / ${BATCH_ROWS}::int AS batch FROM placed)
    SELECT array_agg(line ORDER BY place) AS lines FROM batched GROUP BY batch ORDER BY batch`;
  return rows.map(({ lines }) => lines);
}

async function insertUsers(
  tx: Transaction,
  { organizationId, id: importId }: Import,
  lines: number[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, other_email,
      mobile_phone, business_phone, company, customer_code, udid, role, import_id)
    SELECT r.organization_id, r.user_id, r.values->>'firstName', r.values->>'lastName', r.values->>'username', d.id,
      r.values->>'accessEmail', nullif(r.values->>'otherEmail', ''), nullif(r.values->>'mobilePhone', ''),
      nullif(r.values->>'businessPhone', ''), nullif(r.values->>'company', ''), nullif(r.values->>'customerCode', ''),
      nullif(r.values->>'udid', ''), coalesce(r.values->>'role', 'user'), r.import_id
    FROM import_rows r
    LEFT JOIN domains d ON d.organization_id = r.organization_id AND d.name = split_part(r.values->>'username', '@', 2)
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.line = ANY(${lines}::int[])`;
}

async function insertEvents(
  tx: Transaction,
  { organizationId, id: importId }: Import,
  lines: number[],
  actor: Actor,
): Promise<void> {
  const by = actorColumns(actor);
  await tx.$executeRaw`
    INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_organization_id, actor_user_id,
      actor_name, subject_type, subject_id, subject_name, changes, ip)
    SELECT r.organization_id, uuid7(), 'user.created', ${by.actorKind}, ${by.actorOrganizationId}::uuid,
      ${by.actorUserId}::uuid, ${by.actorName}, 'user', r.user_id, r.values->>'username',
      jsonb_build_object('after', '{"role": "user"}'::jsonb || r.values || jsonb_build_object('importId', r.import_id)), ${by.ip}
    FROM import_rows r
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.line = ANY(${lines}::int[])`;
}

/** Somebody who was changed after the plan was checked fails the whole run, which then finds that and plans anew. */
async function updateUsers(tx: Transaction, found: Import, lines: number[]): Promise<void> {
  const count = await writeChanges(tx, found, lines, "after");
  if (count !== lines.length) throw new Error("People were changed while an import was carried out.");
}

const insertChangeEvents = (tx: Transaction, found: Import, lines: number[], actor: Actor) =>
  writeChangeEvents(tx, found, lines, "after", actor);

/** Nothing is written: the rows are judged against the directory as it is now, and shown again. */
async function prepareAnew(tx: Transaction, found: Import, drifted: number): Promise<void> {
  const { organizationId, id: importId } = found;
  await tx.import.update({
    where: { organizationId_id: { organizationId, id: importId } },
    data: {
      state: "parsing",
      rowsDone: 0,
      options: { ...(found.options as ImportOptions), drifted },
      updatedAt: new Date(),
    },
    select: { id: true },
  });
  await enqueue(tx, "import.parse", { organizationId, importId }, importId);
}

async function give(tx: Transaction, found: Import, why: string): Promise<void> {
  const { organizationId, id: importId } = found;
  await tx.import.update({
    where: { organizationId_id: { organizationId, id: importId } },
    data: { state: "failed", refusal: { code: "not_allowed", message: why }, finishedAt: new Date() },
    select: { id: true },
  });
  const subject = { type: "import" as const, id: importId, name: found.fileName };
  await record(tx, organizationId, { kind: "system", name: "Rollcall" }, "import.failed", subject);
}

function findCommitting(tx: Transaction, organizationId: string, importId: string): Promise<Import | null> {
  return tx.import.findUnique({
    where: { organizationId_id: { organizationId, id: importId }, state: "committing" },
  });
}
