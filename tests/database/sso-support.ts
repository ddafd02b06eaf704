import { storeActor } from "@/lib/auth/stored-actor";
import { sealSecret } from "@/lib/connections/secrets";
import { withOrganization } from "@/lib/db";
import type { SignOnProvider } from "@/lib/generated/prisma/client";
import type { SignOnProviderUncheckedCreateInput } from "@/lib/generated/prisma/models/SignOnProvider";
import { newId } from "@/lib/ids";
import { beginSignOn } from "@/lib/sso/begin";
import { finishSignOn, type Outcome } from "@/lib/sso/finish";
import { secretOf } from "@/lib/sso/read-provider";
import { freshNetwork } from "@/tests/support/networks";
import type { OpenId } from "@/tests/support/openid";
import { makeUser, personOf, type TestOrganization, unwrap } from "@/tests/support/product-people";

/** A provider's row as an admin left it. */
export async function makeProvider(
  organization: TestOrganization,
  { issuer, clientId, clientSecret }: Pick<OpenId, "issuer" | "clientId" | "clientSecret">,
  fields: Partial<SignOnProviderUncheckedCreateInput> & { id?: string } = {},
): Promise<SignOnProvider> {
  const { id: organizationId } = organization;
  const id = fields.id ?? newId();
  const admin = await makeUser(organization, { role: "admin" });
  return withOrganization(organizationId, (tx) =>
    tx.signOnProvider.create({
      data: {
        organizationId,
        id,
        kind: "oidc",
        name: "Login",
        issuer,
        clientId,
        secret: sealSecret(secretOf({ organizationId, id }), clientSecret),
        state: "offered",
        vouchedBy: storeActor(personOf(admin)),
        ...fields,
      },
    }),
  );
}

/** What a browser keeps of its way to a provider. */
export type Way = {
  organizationId: string;
  providerId: string;
  url: string;
  requestId: string;
  browserToken: string;
};

export async function begin(provider: SignOnProvider, target = "/"): Promise<Way> {
  const { organizationId, id: providerId } = provider;
  const given = { target, loginHint: null, ip: freshNetwork() };
  return { organizationId, providerId, ...unwrap(await beginSignOn({ organizationId, providerId }, given)) };
}

/** Brings an answer, with what the browser keeps; another browser keeps something else. */
export function finish(
  { organizationId, providerId, browserToken }: Way,
  url: URL,
  { ip = freshNetwork(), token = browserToken }: { ip?: string; token?: string | null } = {},
): Promise<Outcome> {
  const given = { state: url.searchParams.get("state"), url, browserToken: async () => token };
  return finishSignOn({ organizationId, providerId }, given, { ip, userAgent: "Firefox" });
}
