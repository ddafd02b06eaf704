import "server-only";
import { record } from "@/lib/audit/record";
import { hashPassword, TooBusy, verifyPassword } from "@/lib/auth/passwords";
import { SIGN_IN_WORDS } from "@/lib/auth/sign-in-words";
import { countSignIn, forgetSignIns } from "@/lib/auth/throttle";
import { passwordIssue } from "@/lib/credentials/password";
import { onePerson, revokeCredentials } from "@/lib/credentials/revoke";
import { withOrganization } from "@/lib/db";
import { type ActorOrganization, actorIn, type Person } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, ok, type Result } from "@/lib/result";

/** Replaces one's own password and signs one out everywhere else (OWASP ASVS 5.0, 7.4.3). */
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
  const stored = await withOrganization(organizationId, (tx) =>
    tx.password.findUnique({ where: { organizationId_userId: key } }),
  );
  const matches = await verifyPassword(given.current, stored?.hash ?? null).catch((error: unknown) => {
    if (error instanceof TooBusy) return null;
    throw error;
  });
  if (matches === null) return refuse("busy");
  if (!matches) {
    const message = "This is not your password.";
    return fail("invalid", message, [{ path: "current", message }]);
  }
  await forgetSignIns(username, network);
  const issue =
    given.next === given.current
      ? "Choose another one than before."
      : passwordIssue(given.next, [person.name, username]);
  if (issue) return fail("invalid", issue, [{ path: "next", message: issue }]);
  const hash = await hashPassword(given.next);
  return withOrganization(organizationId, async (tx) => {
    await tx.password.update({
      where: { organizationId_userId: key },
      data: { hash, mustChange: false, setAt: new Date() },
      select: { userId: true },
    });
    await tx.session.updateMany({
      where: { ...key, endedAt: null, ...(person.sessionId ? { id: { not: person.sessionId } } : {}) },
      data: { endedAt: new Date() },
    });
    await record(tx, organizationId, actor, "user.passwordChanged", {
      type: "user",
      id: userId,
      name: username,
    });
    await revokeCredentials(tx, organizationId, actor, onePerson({ id: userId, username }));
    return ok(null);
  });
}

const refuse = (code: "throttled" | "busy") => fail(code, SIGN_IN_WORDS[code]);
