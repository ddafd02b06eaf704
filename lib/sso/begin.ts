import "server-only";
import { withOrganization } from "@/lib/db";
import type { Prisma, SignOnProvider } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { log } from "@/lib/log";
import { fail, ok, type Result } from "@/lib/result";
import { oidcRequestUrl } from "@/lib/sso/oidc";
import { OutgoingRefused, refusalOfWay } from "@/lib/sso/outgoing";
import { oidcOf, type ProviderKey } from "@/lib/sso/read-provider";
import { type Opened, openRequest } from "@/lib/sso/requests";
import { samlOf, samlRequestUrl } from "@/lib/sso/saml";
import { countSignOn } from "@/lib/sso/throttle";

/** Where the browser goes next, and what it keeps. */
export type Begun = { url: string; requestId: string; browserToken: string };

export type Begin = { target: string; loginHint: string | null; ip: string };

/** Begins a sign-in at a provider that is in use. */
export async function beginSignOn(key: ProviderKey, given: Begin): Promise<Result<Begun>> {
  if ((await countSignOn(given.ip)) !== null) return fail("throttled", "Too many tries. Wait a minute.");
  const provider = await findProvider(key);
  if (!provider || provider.state === "draft") return fail("notFound", "There is no such provider.");
  return goTo(provider, given);
}

/** Sends a browser to a provider. @param trialOf who tries it, where nobody is to be signed in */
export async function goTo(
  provider: SignOnProvider,
  { target, loginHint }: Omit<Begin, "ip">,
  trialOf?: Prisma.InputJsonValue,
): Promise<Result<Begun>> {
  const { organizationId, id: providerId } = provider;
  const given = { providerId, target, ...(trialOf === undefined ? {} : { trialOf }) };
  const opened = await openRequest(organizationId, given);
  try {
    const url = await requestUrl(provider, opened, loginHint);
    const refusal = refusalOfWay(url);
    if (refusal) return fail("unavailable", refusal);
    return ok({ url: url.href, requestId: opened.id, browserToken: opened.browserToken });
  } catch (error) {
    log.warn({ error, providerId }, "A sign-on provider cannot be asked.");
    return fail("unavailable", reasonOf(error));
  }
}

function requestUrl(provider: SignOnProvider, { proofs }: Opened, loginHint: string | null): Promise<URL> {
  return provider.kind === "oidc"
    ? oidcRequestUrl(oidcOf(provider), proofs, loginHint)
    : samlRequestUrl(samlOf(provider), proofs);
}

/** What went wrong between us and a provider, for an admin. */
export function reasonOf(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause)
    if (each instanceof OutgoingRefused) return each.message;
  return error instanceof Error ? error.message : "It did not work.";
}

/** A provider whose organization is not suspended. */
export async function findProvider({
  organizationId,
  providerId,
}: ProviderKey): Promise<SignOnProvider | null> {
  if (!isId(organizationId) || !isId(providerId)) return null;
  return withOrganization(organizationId, async (tx) => {
    const open = await tx.organization.count({ where: { id: organizationId, suspendedAt: null } });
    const id = { organizationId, id: providerId };
    return open === 0 ? null : tx.signOnProvider.findUnique({ where: { organizationId_id: id } });
  });
}
