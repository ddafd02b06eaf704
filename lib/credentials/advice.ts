import "server-only";
import { countAdvice } from "@/lib/auth/throttle";
import { findLink, namesOf, organizationOfLink } from "@/lib/credentials/links";
import { PASSWORD_CODE_POINTS_MAX, type PasswordPolicy } from "@/lib/credentials/password";
import { judgePassword, type PasswordAdvice, type PersonalData } from "@/lib/credentials/password-strength";
import { credentialPolicy } from "@/lib/credentials/policy";
import { withOrganization } from "@/lib/db";
import type { Actor, ActorOrganization, Person } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";

/**
 * Judges passwords while they are typed, by the same rules as when they are sent. The answer is null where somebody has
 * no business here, and where a network asks too often: then it is told when the form is sent.
 */
export async function adviseHolder(
  token: string,
  password: string,
  network: string,
): Promise<PasswordAdvice | null> {
  if (!(await mayAsk(password, network))) return null;
  const organizationId = await organizationOfLink(token);
  if (!organizationId) return null;
  const found = await withOrganization(organizationId, (tx) => findLink(tx, organizationId, token));
  return found && judgePassword(password, found.policy, found.person);
}

/** The same for one's own next password. */
export async function adviseOneself(
  { organizationId, userId: id, ip }: Person,
  home: ActorOrganization,
  password: string,
): Promise<PasswordAdvice | null> {
  if (!(await mayAsk(password, ip ?? "unknown"))) return null;
  const [user, policy] = await withOrganization(organizationId, async (tx) => [
    await tx.user.findUniqueOrThrow({ where: { organizationId_id: { organizationId, id } } }),
    await credentialPolicy(tx, organizationId, id),
  ]);
  return judgePassword(password, policy, { ...namesOf(user), organization: home.name });
}

/** The same for somebody who is being added. */
export async function adviseOthers(
  actor: Actor,
  password: string,
  person: Omit<PersonalData, "organization">,
): Promise<PasswordAdvice | null> {
  if (!can(actor, "users.credentials.issue") || !(await mayAsk(password, actor.ip ?? "unknown"))) return null;
  const { id, name } = actor.organization;
  const policy: PasswordPolicy = await withOrganization(id, (tx) => credentialPolicy(tx, id));
  return judgePassword(password, policy, { ...namesOf(person), organization: name });
}

async function mayAsk(password: string, network: string): Promise<boolean> {
  return password.length <= 4 * PASSWORD_CODE_POINTS_MAX && (await countAdvice(network)) === null;
}
