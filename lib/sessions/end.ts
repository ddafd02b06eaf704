import "server-only";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import { awayFrom } from "@/lib/policies/away";
import { ownPolicies, POLICY_COLUMNS, policiesHeld, policiesOfOrganization } from "@/lib/policies/held";
import { endOf, type SessionEnd } from "@/lib/sessions/end-words";

/**
 * Why a session that a browser's cookie names is refused, for the words of the sign-in page. It is asked for only after it
 * was refused.
 */
export async function whyRefused(organizationId: string, sessionId: string, ip: string): Promise<SessionEnd> {
  if (!isId(organizationId) || !isId(sessionId)) return "ended";
  const [session, organization] = await withOrganization(organizationId, async (tx) => [
    await tx.session.findUnique({
      where: { organizationId_id: { organizationId, id: sessionId } },
      include: { user: { select: { policies: true } } },
    }),
    await tx.organization.findUnique({ where: { id: organizationId }, select: POLICY_COLUMNS }),
  ]);
  if (!session || !organization) return "ended";
  const held = policiesHeld(policiesOfOrganization(organization), ownPolicies(session.user.policies));
  const now = new Date();
  const why = endOf(session, { idleMinutes: held.sessionIdleMinutes, hours: held.sessionHours }, now);
  return why ?? awayFrom(held, ip, now) ?? "ended";
}
