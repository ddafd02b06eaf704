import "server-only";
import { openSecret, type SecretOf } from "@/lib/connections/secrets";
import { publicUrl } from "@/lib/env";
import type { SignOnProvider } from "@/lib/generated/prisma/client";
import { routes } from "@/lib/routes";
import type { OidcProvider } from "@/lib/sso/oidc";

export type ProviderKey = { organizationId: string; providerId: string };

/** What its secret is sealed for. */
export const secretOf = ({
  organizationId,
  id,
}: Pick<SignOnProvider, "organizationId" | "id">): SecretOf => ({
  organizationId,
  kind: "sign-on provider",
  id,
});

/** The addresses that a provider has to know of us. */
export function addressesOf(key: ProviderKey) {
  const of = (what: "callback" | "acs" | "metadata") => publicUrl() + routes.signOnAt(key, what);
  return { redirectUri: of("callback"), acs: of("acs"), entityId: of("metadata") };
}

/** A provider's row as OpenID Connect takes it. */
export function oidcOf(provider: SignOnProvider): OidcProvider {
  const { organizationId, id: providerId, issuer, clientId, secret, addressClaim } = provider;
  return {
    issuer,
    clientId: clientId ?? "",
    secret: secret && openSecret(secretOf(provider), secret),
    addressClaim,
    redirectUri: addressesOf({ organizationId, providerId }).redirectUri,
  };
}
