import "server-only";
import { SAML, type SamlConfig, ValidateInResponseTo } from "@node-saml/node-saml";
import type { SignOnProvider } from "@/lib/generated/prisma/client";
import { addressIn, type Claims, claimsInWords, namesIn } from "@/lib/sso/claims";
import { AnswerRefused } from "@/lib/sso/oidc";
import { type Assertion, SUBJECT_LENGTH_MAX, samlMetadata } from "@/lib/sso/provider";
import { addressesOf } from "@/lib/sso/read-provider";
import { checkShape, type Expected, readAssertion, type Said } from "@/lib/sso/saml-shape";
import type { Proofs } from "@/lib/sso/state";

/** What is known of a SAML provider. */
export type SamlProvider = {
  issuer: string;
  signInUrl: string;
  signOutUrl: string | null;
  certificates: string[];
  addressClaim: string;
  acs: string;
  entityId: string;
};

const EMAIL_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
const TRANSIENT_FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
const REQUEST_MS = 15 * 60_000;
const SKEW_MS = 60_000;

export function samlOf(provider: SignOnProvider): SamlProvider {
  const { organizationId, id: providerId, issuer, addressClaim } = provider;
  const { acs, entityId } = addressesOf({ organizationId, providerId });
  return { ...samlMetadata.parse(provider.metadata), issuer, addressClaim, acs, entityId };
}

/** Where a browser is sent to sign in (SAML bindings, 3.4). */
export async function samlRequestUrl(provider: SamlProvider, { requestId, state }: Proofs): Promise<URL> {
  return new URL(await libraryOf(provider, requestId).getAuthorizeUrlAsync(state, undefined, {}));
}

/**
 * What a provider's answer says, once its signature is right by the certificates of the provider's metadata (never by one that
 * came with it) and everything else about it is.
 * @throws Error where anything is wrong
 */
export async function readSamlAnswer(
  provider: SamlProvider,
  { requestId }: Proofs,
  encoded: string,
): Promise<Assertion> {
  const { issuer, entityId, acs } = provider;
  const expected: Expected = { issuer, entityId, acs, requestId, now: new Date() };
  checkShape(encoded, expected);
  const library = libraryOf(provider, requestId);
  const { profile } = await library.validatePostResponseAsync({ SAMLResponse: encoded });
  const signed = profile?.getAssertionXml?.();
  if (!signed) throw new AnswerRefused("The answer holds no assertion.");
  return assertionOf(readAssertion(signed, expected), provider);
}

function assertionOf(said: Said, { addressClaim }: SamlProvider): Assertion {
  const { nameId, nameIdFormat, sessionIndex, attributes, nameQualifiers } = said;
  if (nameId === "" || nameId.length > SUBJECT_LENGTH_MAX)
    throw new AnswerRefused("The provider named nobody.");
  if (nameIdFormat === TRANSIENT_FORMAT)
    throw new AnswerRefused(
      "The provider gives another name each time. Choose a persistent one there, or the e-mail address.",
    );
  const claims: Claims = attributes;
  const byName = nameIdFormat === EMAIL_FORMAT || nameId.includes("@") ? { email: nameId } : {};
  const address = addressIn(claims, addressClaim) ?? (addressClaim ? null : addressIn(byName, ""));
  return {
    subject: nameId,
    address,
    ...namesIn(claims, address),
    signOut: JSON.stringify({ nameId, nameIdFormat, ...nameQualifiers, sessionIndex }),
    claims: claimsInWords({ NameID: nameId, ...claims }),
  };
}

/** Where a browser is sent to sign out there as well; null where there is no such place. */
export async function samlSignOutUrl(
  provider: SamlProvider,
  kept: string,
  requestId: string,
): Promise<URL | null> {
  if (!provider.signOutUrl) return null;
  const { nameId, nameIdFormat, nameQualifier, spNameQualifier, sessionIndex } = JSON.parse(kept);
  const profile = {
    nameID: nameId,
    nameIDFormat: nameIdFormat,
    ...(nameQualifier ? { nameQualifier } : {}),
    ...(spNameQualifier ? { spNameQualifier } : {}),
    ...(sessionIndex ? { sessionIndex } : {}),
    issuer: provider.issuer,
  };
  return new URL(await libraryOf(provider, requestId).getLogoutUrlAsync(profile, "", {}));
}

function libraryOf(provider: SamlProvider, requestId: string): SAML {
  const config: SamlConfig = {
    callbackUrl: provider.acs,
    issuer: provider.entityId,
    audience: provider.entityId,
    entryPoint: provider.signInUrl,
    ...(provider.signOutUrl ? { logoutUrl: provider.signOutUrl } : {}),
    idpCert: provider.certificates,
    idpIssuer: provider.issuer,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    // One signature, of the response or of the assertion; which of them providers set by themselves differs.
    wantAuthnResponseSigned: false,
    wantAssertionsSigned: false,
    acceptedClockSkewMs: SKEW_MS,
    validateInResponseTo: ValidateInResponseTo.always,
    requestIdExpirationPeriodMs: REQUEST_MS,
    cacheProvider: onlyRequest(requestId),
    generateUniqueId: () => requestId,
  };
  return new SAML(config);
}

/** The one request that an answer may be to: whether it is still open, its row has said. */
const onlyRequest = (requestId: string) => ({
  saveAsync: async (key: string, value: string) => ({
    value: key === requestId ? value : "",
    createdAt: Date.now(),
  }),
  getAsync: async (key: string) => (key === requestId ? new Date().toISOString() : null),
  removeAsync: async () => null,
});
