import "server-only";
import { SIGN_IN_WORDS } from "@/lib/auth/sign-in-words";
import type { Transaction } from "@/lib/db";
import { awayFrom } from "@/lib/policies/away";
import { ownPolicies, POLICY_COLUMNS, policiesHeld, policiesOfOrganization } from "@/lib/policies/held";
import { fail, type Result } from "@/lib/result";

/**
 * Why somebody does not get in from there now, by whatever step of signing in; null where they do. Of an organization
 * that is said as it is; what is otherwise for one person is told to nobody, and gets the words for what is wrong.
 * @param user null for a name that nobody has
 */
export async function refusalOfPlace(
  tx: Transaction,
  user: { policies: unknown } | null,
  ip: string,
  wrong: () => Result<never>,
): Promise<Result<never> | null> {
  const row = await tx.organization.findFirst({ select: POLICY_COLUMNS });
  if (!row) return wrong();
  const organization = policiesOfOrganization(row);
  const now = new Date();
  const away = awayFrom(organization, ip, now);
  const isAway = user ? awayFrom(policiesHeld(organization, ownPolicies(user.policies)), ip, now) : away;
  if (!isAway) return null;
  return away ? fail(away, SIGN_IN_WORDS[away]) : wrong();
}
