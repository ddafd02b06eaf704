/** Issuers through which people of many organizations come: they speak for nobody's domain unless they say which. */
const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** Why an issuer cannot be an organization's own; null where it can. */
export function refusalOfIssuer(issuer: string): string | null {
  if (!URL.canParse(issuer)) return "Write the issuer’s address, such as https://login.example.com.";
  const { hostname, pathname, search, hash } = new URL(issuer);
  if (search || hash) return "An issuer’s address has no ? and no #.";
  const [first = ""] = pathname.split("/").filter(Boolean);
  if (
    !/^(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)$/.test(
      hostname,
    )
  )
    return null;
  return ["common", "organizations", "consumers", CONSUMERS, "%7btenantid%7d", ""].includes(
    first.toLowerCase(),
  )
    ? "That issuer is for everybody who has an account at Microsoft. Write the one with your own tenant’s id in it."
    : null;
}

const GOOGLE = /^(https:\/\/)?accounts\.google\.com\/?$/;

/**
 * Whether an issuer serves many organizations and has to say, in the claim `hd`, which of them somebody belongs to: at Google
 * anybody may have an account with an address that another organization had given them.
 */
export const saysHostedDomain = (issuer: string): boolean => GOOGLE.test(issuer);

/** Algorithms with a public key alone: what is signed by a shared secret, or by none, is no answer (RFC 8725, 3.1 and 3.2). */
const SIGNED = /^(RS|PS|ES)(256|384|512)$|^(EdDSA|Ed25519)$/;

/** Of what a provider says that it signs with, what is taken; RS256 where it says nothing (OpenID Connect Discovery, 3). */
export function algorithmsTaken(supported: readonly string[] | undefined): string[] {
  return (supported ?? ["RS256"]).filter((algorithm) => SIGNED.test(algorithm));
}
