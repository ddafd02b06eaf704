import "server-only";
import type { Transaction } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { queueMessage } from "@/lib/messages/queue-one";
import { momentInMessage } from "@/lib/messages/template/moment";
import { placeOf } from "@/lib/networks/cidr";
import { localeOf } from "@/lib/organizations/locale";
import { deviceInWords } from "@/lib/sessions/device";

const KNOWN_FOR_DAYS = 90;

/**
 * Tells a person by a message of a sign-in with a device or from a place that they have not used within 90 days (OWASP
 * ASVS 5.0, 6.3.5). The first sign-in of all is no news. Called before the session is written, within its transaction and
 * with the person's row locked, so that of many at once one is told of.
 */
export async function alertOfSignIn(
  tx: Transaction,
  user: Pick<User, "organizationId" | "id" | "accessEmail">,
  from: { ip: string; userAgent: string | null },
): Promise<void> {
  const { organizationId, id: userId, accessEmail: address } = user;
  const earlier = await tx.session.findFirst({ where: { organizationId, userId }, select: { id: true } });
  if (!earlier) return;
  const known = await tx.$queryRaw<{ user_agent: string | null; ip: string | null }[]>`
    SELECT DISTINCT user_agent, ip FROM sessions WHERE organization_id = ${organizationId}::uuid
      AND user_id = ${userId}::uuid AND last_seen_at > now() - make_interval(days => ${KNOWN_FOR_DAYS})`;
  const device = deviceInWords(from.userAgent);
  const network = placeOf(from.ip);
  const isKnown =
    known.some(({ user_agent }) => deviceInWords(user_agent) === device) &&
    known.some(({ ip }) => placeOf(ip) === network);
  if (isKnown) return;
  const organization = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { timeZone: true, dateStyle: true },
  });
  const filled = { device, network, signedInAt: momentInMessage(new Date(), localeOf(organization)) };
  await queueMessage(tx, { organizationId, userId, kind: "signInAlert", address, filled });
}
