import { listKept } from "@/lib/imports/row-queries";
import type { KeptReason } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { adminQuery } from "@/tests/support/product-database";

type Row = Record<string, unknown>;

/** Somebody in the directory, to the last byte: their own row, and all that lies beside it. */
export type Entry = { id: string; person: Row; password: Row | null; credentials: Row[]; groups: Row[] };

export const readDirectory = (organizationId: string): Promise<Entry[]> =>
  adminQuery<Entry>(
    `SELECT u.id, to_jsonb(u) AS person,
       (SELECT to_jsonb(p) FROM passwords p WHERE p.organization_id = $1 AND p.user_id = u.id) AS password,
       (SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.id), '[]') FROM credentials c
         WHERE c.organization_id = $1 AND c.user_id = u.id) AS credentials,
       (SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.group_id), '[]') FROM group_members m
         WHERE m.organization_id = $1 AND m.user_id = u.id) AS groups
     FROM users u WHERE u.organization_id = $1 AND u.removed_at IS NULL ORDER BY u.id`,
    [organizationId],
  );

/** The reasons that an undo gives for people who are not as before in everything. */
export async function reasonsOf(actor: Actor, importId: string): Promise<Map<string, KeptReason>> {
  const { people } = await listKept(actor, importId, { afterLine: 0 });
  return new Map(people.map(({ userId, reason }) => [userId, reason]));
}

/**
 * A directory as far as an undo promises to bring it back. Of people whom the import changed the version goes on rising,
 * and of those whom the undo lists with a reason that goes which it names.
 */
export const promised = (
  entries: readonly Entry[],
  changed: ReadonlySet<string>,
  reasons: ReadonlyMap<string, KeptReason>,
): Entry[] =>
  entries.map((entry) => {
    const { version, ...person } = entry.person;
    const own = { ...entry, person: changed.has(entry.id) ? person : { ...person, version } };
    return reasons.get(entry.id) === "link" ? withoutLinks(own) : own;
  });

function withoutLinks({ person, credentials, ...entry }: Entry): Entry {
  const { credential_expires_at: _, ...rest } = person;
  return { ...entry, person: rest, credentials: credentials.map(({ revoked_at: __, ...each }) => each) };
}
