import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { readTelephonySettings, type TelephonySettings } from "@/lib/telephony/settings";
import { type ExtensionType, extensionType } from "@/lib/telephony/words";

export type ExtensionListed = {
  id: string;
  number: string;
  displayName: string;
  type: ExtensionType;
  voicemail: boolean;
  forceLogin: boolean;
  version: number;
  /** Whoever has it. */
  user: { id: string; name: string; username: string } | null;
  /** Set where whoever had it was removed, and would have it again if that were taken back. */
  formerName: string | null;
  hasSecret: boolean;
  /** Whether a call would reach it at this moment, and its phone may sign in. */
  mayCall: boolean;
  mayRegister: boolean;
};

type Row = Omit<ExtensionListed, "type" | "user"> & {
  type: string;
  userId: string | null;
  userName: string | null;
  username: string | null;
};

const PAGE_SIZE = 100;

/** Extensions of the actor's organization in the order of their numbers, a page of them behind a number. */
export async function listExtensions(
  actor: Actor,
  { search, after }: { search: string; after: string | null },
): Promise<{ rows: ExtensionListed[]; next: string | null; total: number }> {
  demand(actor, "telephony.read");
  const { id } = actor.organization;
  const like = `%${search.trim().replace(/[\\%_]/g, "\\$&")}%`;
  const matches = Prisma.sql`(${search.trim() === ""} OR e.number LIKE ${like} OR e.display_name ILIKE ${like}
    OR (u.removed_at IS NULL AND u.first_name || ' ' || u.last_name || ' ' || u.username ILIKE ${like}))`;
  return withOrganization(id, async (tx) => {
    const behind = after === null ? Prisma.empty : Prisma.sql`AND e.number::int > ${Number(after)}`;
    const rows = await selectExtensions(
      tx,
      id,
      Prisma.sql`${matches} ${behind} ORDER BY e.number::int LIMIT ${PAGE_SIZE + 1}`,
    );
    const [counted] = await tx.$queryRaw<{ total: number }[]>`
      SELECT count(*)::int AS total FROM extensions e
      LEFT JOIN users u ON u.organization_id = e.organization_id AND u.id = e.user_id
      WHERE e.organization_id = ${id}::uuid AND ${matches}`;
    const shown = rows.slice(0, PAGE_SIZE);
    const next = rows.length > PAGE_SIZE ? (shown.at(-1)?.number ?? null) : null;
    return { rows: shown, next, total: counted?.total ?? 0 };
  });
}

/** One extension; null when there is none. */
export async function findExtension(actor: Actor, extensionId: string): Promise<ExtensionListed | null> {
  demand(actor, "telephony.read");
  if (!isId(extensionId)) return null;
  const { id } = actor.organization;
  const [found] = await withOrganization(id, (tx) =>
    selectExtensions(tx, id, Prisma.sql`e.id = ${extensionId}::uuid`),
  );
  return found ?? null;
}

/** The extension that somebody has; null where they have none. */
export async function extensionOf(actor: Actor, userId: string): Promise<ExtensionListed | null> {
  demand(actor, "telephony.read");
  if (!isId(userId)) return null;
  const { id } = actor.organization;
  const [found] = await withOrganization(id, (tx) =>
    selectExtensions(tx, id, Prisma.sql`e.user_id = ${userId}::uuid AND u.removed_at IS NULL`),
  );
  return found ?? null;
}

const FREE_SHOWN = 200;

export type FreeExtensions = {
  extensions: { id: string; number: string; displayName: string; type: ExtensionType; forceLogin: boolean }[];
  /** Whether the organization has any extension at all. */
  hasAny: boolean;
};

/** The extensions that nobody has, for whoever gives them. */
export async function freeExtensions(actor: Actor): Promise<FreeExtensions> {
  demand(actor, "telephony.update");
  const { id } = actor.organization;
  return withOrganization(id, async (tx) => {
    const where = Prisma.sql`(e.user_id IS NULL OR u.removed_at IS NOT NULL)
      ORDER BY e.user_id IS NOT NULL, e.number::int LIMIT ${FREE_SHOWN}`;
    const rows = await selectExtensions(tx, id, where);
    const any =
      rows[0] ?? (await tx.extension.findFirst({ where: { organizationId: id }, select: { id: true } }));
    const extensions = rows.map(({ id: extensionId, number, displayName, type, forceLogin }) => ({
      id: extensionId,
      number,
      displayName,
      type,
      forceLogin,
    }));
    return { extensions, hasAny: Boolean(any) };
  });
}

export type TelephonySettingsShown = TelephonySettings & {
  /** The proven domains, of which one is the SIP domain. */
  domains: string[];
  extensions: number;
  /** How many phones sign in by a secret that holds the SIP domain. */
  secrets: number;
};

/** What the organization says of its telephony. */
export async function telephonySettings(actor: Actor): Promise<TelephonySettingsShown> {
  demand(actor, "telephony.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const settings = await readTelephonySettings(tx, organizationId);
    const proven = await tx.domain.findMany({
      where: { organizationId, provenAt: { not: null } },
      orderBy: [{ isPrimary: "desc" }, { name: "asc" }],
      select: { name: true },
    });
    return {
      ...settings,
      domains: proven.map(({ name }) => name),
      extensions: await tx.extension.count({ where: { organizationId } }),
      secrets: await tx.extension.count({ where: { organizationId, secretRealm: settings.sipDomain } }),
    };
  });
}

/** Extensions of an organization within the caller's transaction, which has asked whether it may. */
export async function selectExtensions(
  tx: Transaction,
  organizationId: string,
  where: Prisma.Sql,
): Promise<ExtensionListed[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT e.id, e.number, e.display_name AS "displayName", e.type, e.voicemail, e.force_login AS "forceLogin", e.version,
      CASE WHEN u.removed_at IS NULL THEN u.id END AS "userId",
      u.first_name || ' ' || u.last_name AS "userName", u.username,
      CASE WHEN u.removed_at IS NOT NULL THEN u.first_name || ' ' || u.last_name END AS "formerName",
      coalesce(e.ha1_md5 IS NOT NULL AND e.secret_realm = s.realm AND e.secret_user IS NOT DISTINCT FROM e.user_id, false)
        AS "hasSecret",
      coalesce(s.may_call, false) AS "mayCall", coalesce(s.may_register, false) AS "mayRegister"
    FROM extensions e
    LEFT JOIN users u ON u.organization_id = e.organization_id AND u.id = e.user_id
    LEFT JOIN extension_states s ON s.organization_id = e.organization_id AND s.id = e.id
    WHERE e.organization_id = ${organizationId}::uuid AND ${where}`;
  return rows.map(({ type, userId, userName, username, ...row }) => ({
    ...row,
    type: extensionType(type),
    user: userId ? { id: userId, name: userName ?? "", username: username ?? "" } : null,
  }));
}
