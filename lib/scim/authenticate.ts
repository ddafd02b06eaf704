import "server-only";
import { reviveActor } from "@/lib/auth/revive";
import { readStored } from "@/lib/auth/stored-actor";
import { countWrongKey } from "@/lib/auth/throttle";
import { lookUp, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { networkOf } from "@/lib/network";
import { isAllowedFrom } from "@/lib/networks/cidr";
import type { Connection } from "@/lib/scim/connection";
import { Refusal } from "@/lib/scim/refusal";
import { hashScimToken, tokenInHeader } from "@/lib/scim/token";

const USED_AGAIN_AFTER_MS = 60_000;

/**
 * Which connection a request comes by. Whatever is wrong with a token, the answer is the same. Wrong ones are counted by
 * network.
 * @throws Refusal
 */
export async function authenticateScim(headers: Headers): Promise<Connection> {
  const network = networkOf(headers);
  const token = tokenInHeader(headers.get("authorization"));
  const connection = token && (await connectionBy(token, network));
  if (connection) return connection;
  const wait = headers.has("authorization") ? await countWrongKey(network) : null;
  if (wait !== null)
    throw new Refusal(429, "Too many wrong tokens.", undefined, { "retry-after": String(Math.ceil(wait)) });
  throw new Refusal(401, "Send the token of a SCIM connection as a bearer token.", undefined, {
    "www-authenticate": 'Bearer realm="Rollcall"',
  });
}

async function connectionBy(token: string, network: string): Promise<Connection | null> {
  const secretHash = hashScimToken(token);
  const [row] = await lookUp<{ id: string | null }>(
    Prisma.sql`SELECT organization_of_scim_token(${Buffer.from(secretHash)}) AS id`,
  );
  const organizationId = row?.id;
  if (!organizationId) return null;
  const [found, organization] = await withOrganization(organizationId, async (tx) => [
    await tx.scimToken.findUnique({
      where: { organizationId_secretHash: { organizationId, secretHash } },
      include: { connection: true },
    }),
    await tx.organization.findUnique({ where: { id: organizationId }, select: { allowedNetworks: true } }),
  ]);
  if (!found || !organization) return null;
  const { id, name, sendsInvitations, writesRoles } = found.connection;
  const maker = readStored(found.maker);
  const stored = {
    ...maker,
    name: `${name} (SCIM, made by ${maker.name})`,
    ip: network,
    scimTokenId: found.id,
  };
  const actor = await reviveActor(stored, organizationId);
  if (!actor) return null;
  if (!isAllowedFrom(network, organization.allowedNetworks))
    throw new Refusal(
      403,
      "The organization takes requests from its own networks only, and yours is none of them.",
    );
  await touch(organizationId, found.id, found.lastUsedAt);
  return { actor, id, name, sendsInvitations, writesRoles };
}

async function touch(organizationId: string, id: string, lastUsedAt: Date | null): Promise<void> {
  const now = Date.now();
  if (lastUsedAt && lastUsedAt.getTime() > now - USED_AGAIN_AFTER_MS) return;
  await withOrganization(organizationId, (tx) =>
    tx.scimToken.updateMany({ where: { organizationId, id }, data: { lastUsedAt: new Date(now) } }),
  );
}
