import "server-only";
import * as client from "openid-client";
import { env } from "@/lib/env";
import { addressIn, type Claims, claimsInWords, namesIn } from "@/lib/sso/claims";
import { algorithmsTaken, saysHostedDomain } from "@/lib/sso/issuer";
import { ANSWER_MS_MAX, outgoingFetch } from "@/lib/sso/outgoing";
import { type Assertion, SUBJECT_LENGTH_MAX } from "@/lib/sso/provider";
import type { Proofs } from "@/lib/sso/state";

/** What is known of an OpenID provider; `secret` is in clear. */
export type OidcProvider = {
  issuer: string;
  clientId: string;
  secret: string | null;
  addressClaim: string;
  redirectUri: string;
};

/** Thrown where an answer is refused for what the libraries do not look at. */
export class AnswerRefused extends Error {}

/** Where a browser is sent to sign in (OpenID Connect Core, 3.1.2.1, with RFC 7636). */
export async function oidcRequestUrl(
  provider: OidcProvider,
  proofs: Proofs,
  loginHint: string | null,
): Promise<URL> {
  const config = await configurationOf(provider);
  return client.buildAuthorizationUrl(config, {
    redirect_uri: provider.redirectUri,
    scope: "openid email profile",
    state: proofs.state,
    nonce: proofs.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(proofs.codeVerifier),
    code_challenge_method: "S256",
    ...(loginHint ? { login_hint: loginHint } : {}),
  });
}

/**
 * What a provider's answer says, once everything about it is right: issuer (RFC 9207 too), audience, nonce, state, times and
 * the signature, by the provider's own keys.
 * @param answered the address that the browser came back to
 * @throws Error where anything is wrong
 */
export async function readOidcAnswer(
  provider: OidcProvider,
  proofs: Proofs,
  answered: URL,
): Promise<Assertion> {
  const config = await configurationOf(provider);
  const tokens = await client.authorizationCodeGrant(config, answered, {
    pkceCodeVerifier: proofs.codeVerifier,
    expectedState: proofs.state,
    expectedNonce: proofs.nonce,
    idTokenExpected: true,
  });
  const signed = tokens.claims();
  if (!signed || signed.sub === "" || signed.sub.length > SUBJECT_LENGTH_MAX)
    throw new AnswerRefused("The provider named nobody.");
  const more = await moreClaims(config, signed, tokens.access_token, provider.addressClaim);
  const claims: Claims = { ...more, ...signed };
  const address = addressOf(provider, claims);
  return {
    subject: signed.sub,
    address,
    ...namesIn(claims, address),
    signOut: tokens.id_token ?? null,
    claims: claimsInWords(claims),
  };
}

/** Where a browser is sent to sign out there as well (OpenID Connect RP-Initiated Logout); null where there is no such place. */
export async function oidcSignOutUrl(
  provider: OidcProvider,
  idToken: string,
  back: string,
): Promise<URL | null> {
  const config = await configurationOf(provider);
  if (!config.serverMetadata().end_session_endpoint) return null;
  return client.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: back });
}

/** Asks a provider what it is. @throws Error where it is none, or not the one of that address */
export async function configurationOf(provider: OidcProvider): Promise<client.Configuration> {
  const { issuer, clientId, secret } = provider;
  const isLocal = env().ROLLCALL_SSO_LOOPBACK === "allowed";
  const found = await client.discovery(new URL(issuer), clientId, undefined, client.None(), {
    execute: isLocal ? [client.allowInsecureRequests] : [],
    timeout: ANSWER_MS_MAX / 1000,
    [client.customFetch]: outgoingFetch,
  });
  const server = found.serverMetadata();
  const algorithms = algorithmsTaken(server.id_token_signing_alg_values_supported);
  if (algorithms.length === 0) throw new AnswerRefused("The provider signs with nothing that is taken here.");
  const metadata: client.ServerMetadata = {
    ...(JSON.parse(JSON.stringify(server)) as client.ServerMetadata),
    id_token_signing_alg_values_supported: algorithms,
  };
  const config = new client.Configuration(metadata, clientId, undefined, authenticationOf(server, secret));
  config[client.customFetch] = outgoingFetch;
  config.timeout = ANSWER_MS_MAX / 1000;
  // Without it a token that comes from the provider itself is taken for its word, whatever its signature.
  client.enableNonRepudiationChecks(config);
  if (isLocal) client.allowInsecureRequests(config);
  return config;
}

function authenticationOf(server: client.ServerMetadata, secret: string | null): client.ClientAuth {
  if (secret === null) return client.None();
  const ways = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  return ways.includes("client_secret_basic")
    ? client.ClientSecretBasic(secret)
    : client.ClientSecretPost(secret);
}

/** Providers may leave the address out of the token and say it where they are asked. */
async function moreClaims(
  config: client.Configuration,
  signed: client.IDToken,
  accessToken: string,
  named: string,
): Promise<Claims> {
  if (!config.serverMetadata().userinfo_endpoint || addressIn(signed, named)) return {};
  return client.fetchUserInfo(config, accessToken, signed.sub);
}

function addressOf({ issuer, addressClaim }: OidcProvider, claims: Claims): string | null {
  const address = addressIn(claims, addressClaim);
  if (!address || !saysHostedDomain(issuer)) return address;
  return typeof claims.hd === "string" && address.endsWith(`@${claims.hd.toLowerCase()}`) ? address : null;
}
