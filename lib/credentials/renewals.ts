import "server-only";
import { record } from "@/lib/audit/record";
import { answerInStep } from "@/lib/auth/answer-time";
import { countLinkRequest } from "@/lib/auth/throttle";
import { command } from "@/lib/command";
import { activatableSql } from "@/lib/credentials/activatable";
import { organizationOfLink } from "@/lib/credentials/links";
import { NOBODY, queueLink } from "@/lib/credentials/queue-link";
import { FORGOT_STEP_MS, TOO_MANY_WORDS } from "@/lib/credentials/resets";
import { hashToken } from "@/lib/credentials/token";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { currentText, sendSoon } from "@/lib/messages/queue";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { fail, ok, type Result } from "@/lib/result";

/**
 * Sends a new link in place of one that works no more, to the access email of whoever it was for. Whether there ever was
 * such a link, and whether its person may have another, makes no difference to the answer and its time.
 */
export async function askForNewLink(token: string, { ip }: { ip: string }): Promise<Result<null>> {
  const hash = hashToken(token);
  const name = `link ${Buffer.from(hash).toString("hex")}`;
  if ((await countLinkRequest(name, ip)) !== null) return fail("throttled", TOO_MANY_WORDS);
  await answerInStep(FORGOT_STEP_MS, async () => {
    const organizationId = (await organizationOfLink(token)) ?? NOBODY.organizationId;
    await withOrganization(organizationId, async (tx) => {
      const credential = await tx.credential.findFirst({
        where: { organizationId, tokenHash: hash },
        select: { userId: true, kind: true },
      });
      const userId = credential?.userId ?? NOBODY.userId;
      const kind = credential?.kind === "reset" ? "reset" : "invitation";
      await queueLink(tx, { organizationId, userId }, { kind, by: "Link that had expired", ip });
    });
  });
  return ok(null);
}

// A hundred thousand messages take some seconds.
const TIMEOUT_MS = 120_000;

/** Sends a new link to everybody whose link or first password has expired before they activated the account. */
export function resendExpired(actor: Actor): Promise<Result<{ queued: number }>> {
  const run = async (tx: Transaction) => {
    const { id, name } = actor.organization;
    const queued = await tx.$executeRaw`
      INSERT INTO messages (organization_id, id, user_id, kind, method, address, template_id)
      SELECT organization_id, uuid7(), id, 'invitation', 'email', access_email,
        ${currentText(id, Prisma.sql`'invitation'`)} FROM users
      WHERE ${expiredSql(actor)}`;
    if (queued === 0)
      return fail("conflict", "There is nobody whose link has expired and who has no new one.");
    await sendSoon(tx, id);
    const subject = { type: "organization" as const, id, name };
    await record(tx, id, actor, "credentials.resent", subject, { after: { invitations: queued } });
    return ok({ queued });
  };
  return command(actor, "users.credentials.issue", run, { timeoutMs: TIMEOUT_MS });
}

/** How many people `resendExpired` would write to. */
export async function countExpired(actor: Actor): Promise<number> {
  demand(actor, "users.credentials.issue", "settings.read");
  const rows = await withOrganization(
    actor.organization.id,
    (tx) =>
      tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM users WHERE ${expiredSql(actor)}`,
  );
  return rows[0]?.count ?? 0;
}

const expiredSql = (actor: Actor): Prisma.Sql => Prisma.sql`
  users.organization_id = ${actor.organization.id}::uuid AND ${activatableSql(actor)}
  AND credential_expires_at <= now() AND (access_ends_at IS NULL OR access_ends_at > now())
  AND NOT EXISTS (SELECT FROM messages m WHERE m.organization_id = users.organization_id AND m.user_id = users.id
    AND m.kind IN ('invitation', 'welcomeQr', 'loginDetails') AND m.state IN ('queued', 'sending'))`;
