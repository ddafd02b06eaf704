import "server-only";
import { record } from "@/lib/audit/record";
import { answerInStep } from "@/lib/auth/answer-time";
import { countLinkRequest } from "@/lib/auth/throttle";
import { command } from "@/lib/command";
import { organizationOfLink } from "@/lib/credentials/links";
import { NOBODY, queueLink } from "@/lib/credentials/queue-link";
import { FORGOT_STEP_MS, TOO_MANY_WORDS } from "@/lib/credentials/resets";
import { hashToken } from "@/lib/credentials/token";
import { type Transaction, withOrganization } from "@/lib/db";
import { COMPOSE_TIMEOUT_MS, type Plan, planWriting, queueWriting } from "@/lib/messages/compose";
import type { Writing } from "@/lib/messages/recipients";
import { readTemplate } from "@/lib/messages/template-queries";
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

/** Those who get a new link by one press, and those who do not, with the reason. */
export type Renewal = Pick<Plan, "going" | "left">;

/**
 * Sends a new link to everybody whose link or first password has expired before they activated the account: the same
 * people as a message to them is for.
 */
export function resendExpired(actor: Actor): Promise<Result<{ queued: number }>> {
  const run = async (tx: Transaction) => {
    const { id, name } = actor.organization;
    const writing = await renewal(tx, id);
    const queued = writing ? await queueWriting(tx, actor, writing) : 0;
    if (queued === 0)
      return fail("conflict", "There is nobody whose link has expired and who can be sent a new one.");
    const subject = { type: "organization" as const, id, name };
    await record(tx, id, actor, "credentials.resent", subject, { after: { invitations: queued } });
    return ok({ queued });
  };
  return command(actor, "users.credentials.issue", run, { timeoutMs: COMPOSE_TIMEOUT_MS });
}

/** What `resendExpired` would come to. */
export async function countExpired(actor: Actor): Promise<Renewal> {
  demand(actor, "users.credentials.issue", "settings.read");
  const { id } = actor.organization;
  return withOrganization(id, async (tx) => {
    const writing = await renewal(tx, id);
    return writing ? planWriting(tx, actor, writing) : { going: 0, left: [] };
  });
}

async function renewal(tx: Transaction, organizationId: string): Promise<Writing | null> {
  const template = await readTemplate(tx, organizationId, "invitation");
  return template && { audience: { lapsed: true }, template, method: "email" };
}
