import "server-only";
import { record } from "@/lib/audit/record";
import { hashPassword, verifyPassword } from "@/lib/auth/passwords";
import { SIGN_IN_WORDS } from "@/lib/auth/sign-in-words";
import { countSignIn, forgetSignIns } from "@/lib/auth/throttle";
import { namesOf } from "@/lib/credentials/links";
import { lockPerson } from "@/lib/credentials/lock-person";
import { canonicalPassword } from "@/lib/credentials/password";
import { judgePassword } from "@/lib/credentials/password-strength";
import { credentialPolicy } from "@/lib/credentials/policy";
import { onePerson, revokeCredentials } from "@/lib/credentials/revoke";
import { type Transaction, withOrganization } from "@/lib/db";
import { queueMessage } from "@/lib/messages/queue-one";
import { endWithPassword } from "@/lib/mfa/asked";
import { type ActorOrganization, actorIn, type Person } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, ok, type Result } from "@/lib/result";
import { butSession, endSessions } from "@/lib/sessions/end-sessions";
import { TooBusy } from "@/lib/turns";

/** Replaces one's own password, signs one out everywhere else (OWASP ASVS 5.0, 7.4.3) and tells one so by a message. */
export async function changePassword(
  person: Person,
  home: ActorOrganization,
  given: { current: string; next: string },
): Promise<Result<null>> {
  const actor = actorIn(person, home);
  if (!actor || !can(actor, "account.update")) return forbidden();
  const { organizationId, userId, username } = person;
  const network = person.ip ?? "unknown";
  if ((await countSignIn(username, network)) !== null) return refuse("throttled");
  const key = { organizationId, userId };
  const own = await withOrganization(organizationId, (tx) => readOwn(tx, key));
  const matches = await verifyPassword(given.current, own.hash).catch((error: unknown) => {
    if (error instanceof TooBusy) return null;
    throw error;
  });
  if (matches === null) return refuse("busy");
  if (!matches) {
    const message = "This is not your password.";
    return fail("invalid", message, [{ path: "current", message }]);
  }
  await forgetSignIns(username, network);
  const isSame = canonicalPassword(given.next) === canonicalPassword(given.current);
  const { issue } = isSame
    ? { issue: "Choose another one than before." }
    : await judgePassword(given.next, own.policy, { ...namesOf(own.user), organization: home.name });
  if (issue) return fail("invalid", issue, [{ path: "next", message: issue }]);
  const hash = await hashPassword(given.next);
  return withOrganization(organizationId, async (tx) => {
    await lockPerson(tx, organizationId, userId);
    const changed = await tx.password.updateMany({
      where: { ...key, hash: own.hash ?? "" },
      data: { hash, mustChange: false, usedAt: null, setAt: new Date() },
    });
    if (changed.count !== 1) return fail("conflict", "Your password was changed meanwhile. Sign in with it.");
    await endSessions(tx, { ...key, ...butSession(person.sessionId) });
    await endWithPassword(tx, key);
    await record(tx, organizationId, actor, "user.passwordChanged", {
      type: "user",
      id: userId,
      name: username,
    });
    await revokeCredentials(tx, organizationId, actor, onePerson({ id: userId, username }));
    const address = own.user.accessEmail;
    await queueMessage(tx, { organizationId, userId, kind: "passwordChanged", address });
    return ok(null);
  });
}

/** What a person's passwords, the present and the next, are judged by. */
async function readOwn(tx: Transaction, key: { organizationId: string; userId: string }) {
  const { organizationId, userId: id } = key;
  const stored = await tx.password.findUnique({ where: { organizationId_userId: key } });
  const user = await tx.user.findUniqueOrThrow({ where: { organizationId_id: { organizationId, id } } });
  return { hash: stored?.hash ?? null, user, policy: await credentialPolicy(tx, organizationId, id) };
}

const refuse = (code: "throttled" | "busy") => fail(code, SIGN_IN_WORDS[code]);
