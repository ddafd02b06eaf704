import "server-only";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import { isAllowedFrom } from "@/lib/networks/cidr";
import { endOf, type SessionEnd } from "@/lib/sessions/end-words";

/**
 * Why a session that a browser's cookie names is refused, for the words of the sign-in page. It is asked for only after it
 * was refused.
 */
export async function whyRefused(organizationId: string, sessionId: string, ip: string): Promise<SessionEnd> {
  if (!isId(organizationId) || !isId(sessionId)) return "ended";
  const [session, organization] = await withOrganization(organizationId, async (tx) => [
    await tx.session.findUnique({ where: { organizationId_id: { organizationId, id: sessionId } } }),
    await tx.organization.findUnique({
      where: { id: organizationId },
      select: { sessionIdleMinutes: true, sessionHours: true, allowedNetworks: true },
    }),
  ]);
  if (!session || !organization) return "ended";
  const length = { idleMinutes: organization.sessionIdleMinutes, hours: organization.sessionHours };
  const why = endOf(session, length, new Date());
  if (why) return why;
  return isAllowedFrom(ip, organization.allowedNetworks) ? "ended" : "network";
}
