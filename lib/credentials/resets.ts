import "server-only";
import { answerInStep, refuseInStep } from "@/lib/auth/answer-time";
import { countLinkRequest, forgetSignIns } from "@/lib/auth/throttle";
import { LINK_STEP_MS, setPasswordByLink } from "@/lib/credentials/links";
import { type Account, NOBODY, queueLink } from "@/lib/credentials/queue-link";
import { lookUp, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { queueMessage } from "@/lib/messages/queue-one";
import { fail, ok, type Result } from "@/lib/result";

/** Every answer comes at a full step of this time: more than finding accounts and queueing messages takes. */
export const FORGOT_STEP_MS = 250;

export const TOO_MANY_WORDS = "Too many requests. Wait a quarter of an hour, then try again.";

/**
 * Sends a link to choose a new password to the access email of every account that has this username or access email,
 * each account its own message. Whether there is one makes no difference to the answer and its time.
 */
export async function requestReset(given: { name: string; ip: string }): Promise<Result<null>> {
  const name = given.name.replaceAll("\0", "").normalize("NFC").trim().toLowerCase();
  if ((await countLinkRequest(`reset ${name}`, given.ip)) !== null) return fail("throttled", TOO_MANY_WORDS);
  await answerInStep(FORGOT_STEP_MS, async () => {
    const accounts = await accountsNamed(name);
    for (const account of accounts.length > 0 ? accounts : [NOBODY]) {
      await withOrganization(account.organizationId, (tx) =>
        queueLink(tx, account, { kind: "reset", by: "Forgot password", ip: given.ip }),
      );
    }
  });
  return ok(null);
}

/** The accounts that somebody may mean by a username or an e-mail address, in whichever organizations. */
async function accountsNamed(name: string): Promise<Account[]> {
  const domain = name.slice(name.lastIndexOf("@") + 1);
  const [[found], byEmail] = await Promise.all([
    lookUp<{ id: string | null }>(Prisma.sql`SELECT organization_of_domain(${domain}) AS id`),
    lookUp<Account>(Prisma.sql`
      SELECT organization_id AS "organizationId", user_id AS "userId" FROM accounts_of_email(${name})`),
  ]);
  const organizationId = found?.id ?? NOBODY.organizationId;
  const user = await withOrganization(organizationId, (tx) =>
    tx.user.findFirst({ where: { organizationId, username: name, removedAt: null }, select: { id: true } }),
  );
  const byUsername = user ? [{ organizationId, userId: user.id }] : [];
  return [...byUsername, ...byEmail.filter(({ userId }) => userId !== user?.id)];
}

/**
 * Sets the password that the holder of a reset link chose. Every session ends and nobody is signed in by it, so that
 * whatever else signing in asks for is still asked; a lock is opened, and the person is told by a message.
 */
export async function resetPassword(
  token: string,
  password: string,
  from: { ip: string },
): Promise<Result<{ username: string }>> {
  const reset = await refuseInStep(LINK_STEP_MS, () =>
    setPasswordByLink(token, password, {
      kind: "reset",
      ip: from.ip,
      by: () => ({ kind: "anonymous", name: "Reset link", ip: from.ip }),
      also: async (tx, { organizationId, userId, user }) => {
        const address = user.accessEmail;
        await queueMessage(tx, { organizationId, userId, kind: "passwordChanged", address });
        return { username: user.username };
      },
    }),
  );
  if (reset.ok) await forgetSignIns(reset.value.username, from.ip);
  return reset;
}
