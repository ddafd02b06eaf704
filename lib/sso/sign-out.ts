import "server-only";
import { openSecret } from "@/lib/connections/secrets";
import { withOrganization } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import { isId, newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { routes } from "@/lib/routes";
import { oidcSignOutUrl } from "@/lib/sso/oidc";
import { refusalOfWay } from "@/lib/sso/outgoing";
import { oidcOf } from "@/lib/sso/read-provider";
import { samlOf, samlSignOutUrl } from "@/lib/sso/saml";

/** For how long after a session's end its browser may still sign out at the provider. */
const MINUTES = 10;

/** The provider that vouched for a session, and what the sign-out there is for. */
export type SignedOutOf = { organizationId: string; providerId: string; sessionId: string };

/** The provider of a session, where it has to be told of the sign-out; null where no provider vouched for it. */
export function providerOfSession(organizationId: string, sessionId: string): Promise<SignedOutOf | null> {
  return withOrganization(organizationId, async (tx) => {
    const found = await tx.signOnSession.findUnique({
      where: { organizationId_sessionId: { organizationId, sessionId } },
      select: { providerId: true, signOut: true },
    });
    return found?.signOut ? { organizationId, sessionId, providerId: found.providerId } : null;
  });
}

/**
 * Where a browser goes to sign out at the provider too, after its session here has ended. It is good once, and only for a
 * session that is over.
 */
export async function signOutUrl({
  organizationId,
  providerId,
  sessionId,
}: SignedOutOf): Promise<string | null> {
  if (!isId(organizationId) || !isId(providerId) || !isId(sessionId)) return null;
  const taken = await withOrganization(organizationId, async (tx) => {
    const since = new Date(Date.now() - MINUTES * 60_000);
    const found = await tx.signOnSession.findFirst({
      where: { organizationId, sessionId, providerId, session: { endedAt: { gt: since } } },
      include: { provider: true },
    });
    if (!found?.signOut) return null;
    const { count } = await tx.signOnSession.updateMany({
      where: { organizationId, sessionId, signOut: { not: null } },
      data: { signOut: null },
    });
    return count === 1 ? { provider: found.provider, signOut: found.signOut } : null;
  });
  if (!taken) return null;
  const { provider, signOut } = taken;
  try {
    const clear = openSecret({ organizationId, kind: "sign-on session", id: providerId }, signOut);
    const url =
      provider.kind === "oidc"
        ? await oidcSignOutUrl(oidcOf(provider), clear, publicUrl() + routes.signIn())
        : await samlSignOutUrl(samlOf(provider), clear, `_${newId()}`);
    return url && refusalOfWay(url) === null ? url.href : null;
  } catch (error) {
    log.warn({ error: String(error), providerId }, "A provider could not be told of a sign-out.");
    return null;
  }
}
