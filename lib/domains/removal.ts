import "server-only";
import { record, recordingSql } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { findDomain, lockDomains } from "@/lib/domains/commands";
import { type Domain, Prisma } from "@/lib/generated/prisma/client";
import { currentText, sendSoon } from "@/lib/messages/queue";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { reachSql } from "@/lib/permissions/reach";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";
import { againIfTaken } from "@/lib/users/unique-violation";
import { NOT_ENDED } from "@/lib/users/where";

export type Removal = {
  id: string;
  /** The domain that those go to who have usernames in this one; null where nobody has. */
  moveTo: string | null;
  /** How many people the one who removes it was told that they are. */
  expected: number;
  /** Whether those who may sign in, or have a link to begin with, get a message with their new username. */
  tell?: boolean;
};

// Renaming a hundred thousand people takes a while.
const TIMEOUT_MS = 120_000;
const CLASHES_NAMED = 5;

/**
 * Removes a domain. Whoever has a username in it gets the same one at another domain, with an event for each; nothing is
 * done while somebody has one of those names already, or while it would strand more people than was said.
 */
export function removeDomain(
  actor: Actor,
  { id, moveTo, expected, tell = false }: Removal,
): Promise<Result<{ moved: number }>> {
  const run = async (tx: Transaction): Promise<Result<{ moved: number }>> => {
    const { id: organizationId } = actor.organization;
    await lockDomains(tx, organizationId);
    // Whoever is being given a username in it is waited for, and counted.
    await tx.$queryRaw`
        SELECT id FROM domains WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid FOR UPDATE`;
    const domain = await findDomain(tx, organizationId, id);
    if (!domain) return notFound("domain");
    if (domain.isPrimary)
      return fail("conflict", `${domain.name} is the primary domain. Make another one primary first.`);
    const people = await tx.user.count({ where: { organizationId, domainId: id, removedAt: null } });
    if (people !== expected)
      return fail("conflict", `Meanwhile ${inWords(people)} a username in ${domain.name}. Look again.`);
    const kept = await tx.user.count({ where: { organizationId, domainId: id } });
    if (kept > 0) {
      const moved = await moveAll(tx, actor, domain, { moveTo, tell });
      if (!moved.ok) return moved;
    }
    await tx.$queryRaw`SELECT remove_domain(${id}::uuid)`;
    const changes = people > 0 ? { before: { count: people } } : {};
    await record(
      tx,
      organizationId,
      actor,
      "domain.removed",
      { type: "domain", id, name: domain.name },
      changes,
    );
    return ok({ moved: people });
  };
  // Somebody may be given one of those names at the same moment: then it is said who has it.
  return againIfTaken(() => command(actor, "settings.update", run, { timeoutMs: TIMEOUT_MS }));
}

const inWords = (people: number) => (people === 1 ? "1 person has" : `${people} people have`);

async function moveAll(
  tx: Transaction,
  actor: Actor,
  from: Domain,
  { moveTo, tell }: { moveTo: string | null; tell: boolean },
): Promise<Result<null>> {
  const { id: organizationId } = actor.organization;
  if (!can(actor, "users.update")) return forbidden();
  const to = moveTo && moveTo !== from.id ? await findDomain(tx, organizationId, moveTo) : null;
  if (!to?.provenAt) return fail("invalid", "Say which of your proven domains their usernames get.");
  const beyond = await tx.$queryRaw<object[]>`
    SELECT FROM users u WHERE u.organization_id = ${organizationId}::uuid AND u.domain_id = ${from.id}::uuid
      AND u.removed_at IS NULL AND NOT ${reachSql(actor, "u")} LIMIT 1`;
  if (beyond.length > 0)
    return fail(
      "forbidden",
      "Among them are people who may do more than you, so you cannot rename them all.",
    );
  const clashes = await tx.$queryRaw<{ username: string }[]>`
    SELECT other.username FROM users u JOIN users other ON other.organization_id = u.organization_id
      AND other.username = ${renamed(to)} AND other.removed_at IS NULL
    WHERE u.organization_id = ${organizationId}::uuid AND u.domain_id = ${from.id}::uuid AND u.removed_at IS NULL
    ORDER BY 1`;
  if (clashes.length > 0) return fail("conflict", clashWords(clashes.map(({ username }) => username)));
  const events = Prisma.sql`
    SELECT id, after AS username, jsonb_build_object('before', jsonb_build_object('username', before),
      'after', jsonb_build_object('username', after)) AS changes
    FROM moved`;
  await tx.$executeRaw`
    WITH moved AS (
      UPDATE users u SET username = ${renamed(to)}, domain_id = ${to.id}::uuid,
        version = u.version + 1, updated_at = now()
      FROM users old WHERE u.organization_id = ${organizationId}::uuid AND u.domain_id = ${from.id}::uuid
        AND old.organization_id = u.organization_id AND old.id = u.id
      RETURNING u.id, old.username AS before, u.username AS after),
    told AS (
      INSERT INTO messages (organization_id, id, user_id, kind, method, address, template_id, filled)
      SELECT ${organizationId}::uuid, uuid7(), id, 'usernameChanged', 'email', access_email,
        ${currentText(organizationId, Prisma.sql`'usernameChanged'`)}, jsonb_build_object('earlierUsername', before)
      FROM moved JOIN users u USING (id)
      WHERE ${tell} AND u.organization_id = ${organizationId}::uuid AND u.removed_at IS NULL AND ${NOT_ENDED}
        AND (u.activated_at IS NOT NULL OR u.credential_expires_at > now()))
    ${recordingSql(organizationId, actor, "user.updated", events)}`;
  if (tell) await sendSoon(tx, organizationId);
  return ok(null);
}

const renamed = (to: Domain) =>
  Prisma.sql`left(u.username, -strpos(reverse(u.username), '@')) || '@' || ${to.name}`;

function clashWords(usernames: string[]): string {
  const named = usernames.slice(0, CLASHES_NAMED).join(", ");
  const more = usernames.length > CLASHES_NAMED ? ` and ${usernames.length - CLASHES_NAMED} more` : "";
  return usernames.length === 1
    ? `Somebody has ${named} already. Rename one of the two first.`
    : `Others have ${named}${more} already. Rename those people first.`;
}
