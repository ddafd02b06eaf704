import "server-only";
import { type KeyRow, readKey } from "@/lib/api-keys/key-row";
import { limitToScopes } from "@/lib/api-keys/scopes";
import { hashSecret, secretInHeader } from "@/lib/api-keys/secret";
import { keyStatusOf } from "@/lib/api-keys/status";
import { mayAct, reviveActor } from "@/lib/auth/revive";
import { readStored, type StoredActor } from "@/lib/auth/stored-actor";
import { countWrongKey } from "@/lib/auth/throttle";
import { lookUp, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { networkOf } from "@/lib/network";
import { isAllowedFrom } from "@/lib/networks/cidr";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { rightsOf } from "@/lib/permissions/roles";
import { fail, ok, type Result } from "@/lib/result";

/** Whoever a request comes from, and what their key was made for. */
export type Caller = { actor: Actor; scopes: string[] };

const USED_AGAIN_AFTER_MS = 60_000;

const NETWORK_WORDS =
  "The organization of this key takes requests from its own networks only, and yours is none of them.";

/**
 * Who makes a request by its key: the key's maker in the key's organization, with what its scopes leave of the rights
 * that the maker has now. Whatever is wrong with a key, the answer is the same. Wrong ones are counted by network.
 */
export async function authenticate(headers: Headers): Promise<Result<Caller>> {
  const network = networkOf(headers);
  const secret = secretInHeader(headers.get("authorization"));
  const caller = secret && (await callerBy(secret, network));
  if (caller === "network") return fail("network", NETWORK_WORDS);
  if (caller) return ok(caller);
  const wait = headers.has("authorization") ? await countWrongKey(network) : null;
  return wait === null
    ? fail("unauthenticated", "Send a valid API key as a bearer token.")
    : fail("throttled", `Too many wrong keys. Try again in ${Math.ceil(wait / 60)} min.`);
}

/** Whether the key is still good is judged as for the jobs that the key starts. */
async function callerBy(secret: string, network: string): Promise<Caller | "network" | null> {
  const secretHash = hashSecret(secret);
  const [row] = await lookUp<{ id: string | null }>(
    Prisma.sql`SELECT organization_of_api_key(${Buffer.from(secretHash)}) AS id`,
  );
  const organizationId = row?.id;
  if (!organizationId) return null;
  const key = await readKey(organizationId, secretHash);
  if (!key) return null;
  const maker = readStored(key.maker);
  const stored = {
    ...maker,
    name: `${maker.name} (API key ${key.name})`,
    ip: network,
    apiKeyId: key.id,
  };
  const isAtHome = maker.organizationId === organizationId;
  const actor = isAtHome ? actorAtHome(stored, key) : await reviveActor(stored, organizationId);
  if (!actor) return null;
  if (!isAllowedFrom(network, key.allowedNetworks)) return "network";
  await touch(organizationId, key.id, { at: key.lastUsedAt, from: key.lastUsedFrom }, network);
  return { actor, scopes: key.scopes };
}

/** What `reviveActor` answers for somebody of the key's own organization, of what has been read with the key. */
function actorAtHome(stored: StoredActor, { user, organization, ...key }: KeyRow): Actor | null {
  const { suspended, ...own } = organization;
  if (suspended || !user || !mayAct(user) || keyStatusOf(key, new Date()) !== "active") return null;
  const actor = actorIn({ ...stored, sessionId: null, ...rightsOf(user) }, own);
  return actor && { ...actor, permissions: limitToScopes(actor.permissions, key.scopes) };
}

type Use = { at: Date | null; from: string | null };

/** Keeps when a key was used last, and from where: not each time of many, but of another place at once. */
async function touch(organizationId: string, id: string, last: Use, network: string): Promise<void> {
  const now = Date.now();
  if (last.at && last.at.getTime() > now - USED_AGAIN_AFTER_MS && last.from === network) return;
  await withOrganization(organizationId, (tx) =>
    tx.apiKey.updateMany({
      where: { organizationId, id },
      data: { lastUsedAt: new Date(now), lastUsedFrom: network },
    }),
  );
}
