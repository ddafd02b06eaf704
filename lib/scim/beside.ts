import "server-only";
import { isDeepStrictEqual } from "node:util";
import { changesBetween, type Fields } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import { reachSql } from "@/lib/permissions/reach";
import { isObject } from "@/lib/scim/canonical";
import type { Context } from "@/lib/scim/context";
import type { KeptPerson } from "@/lib/scim/kept";
import { Refusal } from "@/lib/scim/refusal";
import type { UserRow } from "@/lib/scim/user-resource";

type Beside = { id: string; kept: KeptPerson; externalId: string | null };

/**
 * Writes what SCIM has of a person beside their row, and the event that tells of it. Whoever reads the person next finds
 * another version. Called behind the command that writes the row itself, which has asked whether the actor may.
 * @param row the person before; null for somebody new
 */
export async function writeBeside(
  tx: Transaction,
  context: Context,
  { id, kept, externalId }: Beside,
  row: UserRow | null,
): Promise<void> {
  const { organizationId, connection } = context;
  const before = isObject(row?.kept) ? row.kept : {};
  const isKeptNew = !isDeepStrictEqual(before, kept);
  const isIdNew = (row?.externalId ?? null) !== externalId;
  if (!isKeptNew && !isIdNew) return;
  if (row) await raiseVersion(tx, context, row);
  if (isKeptNew) await writeKept(tx, organizationId, id, kept);
  if (isIdNew) await writeLink(tx, context, id, externalId);
  const changes = changesBetween(toldOf(before, row?.externalId ?? null), toldOf(kept, externalId));
  const name = row?.username ?? (await usernameOf(tx, organizationId, id));
  if (changes)
    await record(tx, organizationId, connection.actor, "user.updated", { type: "user", id, name }, changes);
}

/** Whoever may write nothing of a person may not write this either. */
async function raiseVersion(
  tx: Transaction,
  { organizationId, connection }: Context,
  row: UserRow,
): Promise<void> {
  const raised = await tx.$executeRaw`
    UPDATE users u SET version = u.version + 1, updated_at = now()
    WHERE u.organization_id = ${organizationId}::uuid AND u.id = ${row.id}::uuid AND u.removed_at IS NULL
      AND ${reachSql(connection.actor, "u")}`;
  if (raised === 0) throw new Refusal(403, "This connection may not change this person.");
}

async function writeKept(
  tx: Transaction,
  organizationId: string,
  userId: string,
  kept: KeptPerson,
): Promise<void> {
  if (Object.keys(kept).length === 0) {
    await tx.scimPerson.deleteMany({ where: { organizationId, userId } });
    return;
  }
  await tx.$executeRaw`
    INSERT INTO scim_people (organization_id, user_id, kept)
    VALUES (${organizationId}::uuid, ${userId}::uuid, ${JSON.stringify(kept)}::jsonb)
    ON CONFLICT (organization_id, user_id) DO UPDATE SET kept = excluded.kept`;
}

async function writeLink(
  tx: Transaction,
  { organizationId, connection }: Context,
  userId: string,
  externalId: string | null,
) {
  if (externalId === null) {
    await tx.scimUserLink.deleteMany({ where: { organizationId, connectionId: connection.id, userId } });
    return;
  }
  await tx.$executeRaw`
    INSERT INTO scim_user_links (organization_id, connection_id, user_id, external_id)
    VALUES (${organizationId}::uuid, ${connection.id}::uuid, ${userId}::uuid, ${externalId})
    ON CONFLICT (organization_id, connection_id, user_id) DO UPDATE SET external_id = excluded.external_id`;
}

const TOLD_MAX = 500;

/** What is kept as an event tells it: each attribute by its name, in its own words where it has any. */
function toldOf(kept: KeptPerson, externalId: string | null): Fields {
  const told = Object.entries(kept).flatMap(([name, value]): [string, unknown][] =>
    name.startsWith("urn:") && isObject(value) ? Object.entries(value) : [[name, value]],
  );
  const all = [...told, ...(externalId === null ? [] : [["externalId", externalId] as [string, unknown]])];
  return Object.fromEntries(
    all.map(([name, value]) => [
      `property.${name}`,
      (typeof value === "string" ? value : JSON.stringify(value)).slice(0, TOLD_MAX),
    ]),
  );
}

async function usernameOf(tx: Transaction, organizationId: string, id: string): Promise<string> {
  const user = await tx.user.findUnique({
    where: { organizationId_id: { organizationId, id } },
    select: { username: true },
  });
  return user?.username ?? "";
}
