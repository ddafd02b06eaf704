import "server-only";
import { X509Certificate } from "node:crypto";
import { addressesOf, type ProviderKey } from "@/lib/sso/read-provider";
import { allBelow, childrenOf, NS, parseXml, textOf, XmlRefused } from "@/lib/sso/xml";

const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

/** What a SAML provider is told of us: who we are, and where its answers go. */
export function ourMetadata(key: ProviderKey): string {
  const { acs, entityId } = addressesOf(key);
  return `<?xml version="1.0" encoding="UTF-8"?>
<EntityDescriptor xmlns="${NS.metadata}" entityID="${entityId}">
  <SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="${NS.protocol}">
    <NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat>
    <NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</NameIDFormat>
    <AssertionConsumerService Binding="${POST}" Location="${acs}" index="0" isDefault="true"/>
  </SPSSODescriptor>
</EntityDescriptor>
`;
}

export type ReadMetadata = {
  issuer: string;
  signInUrl: string;
  signOutUrl: string | null;
  certificates: string[];
};

/**
 * Reads a SAML provider's metadata: its name, where requests go by a redirect, and the certificates that it signs with. No
 * signature of the metadata is looked at: whoever gives it is trusted with it.
 * @throws XmlRefused
 */
export function readMetadata(text: string): ReadMetadata {
  const root = parseXml(text, { comments: true }).documentElement;
  const entities =
    root.localName === "EntityDescriptor" && root.namespaceURI === NS.metadata
      ? [root]
      : allBelow(root, NS.metadata, "EntityDescriptor");
  const providers = entities.filter((each) => childrenOf(each, NS.metadata, "IDPSSODescriptor").length > 0);
  const [entity, ...others] = providers;
  const [provider] = entity ? childrenOf(entity, NS.metadata, "IDPSSODescriptor") : [];
  if (!entity || !provider) throw new XmlRefused("That is no metadata of an identity provider.");
  if (others.length > 0) throw new XmlRefused("The metadata is of many providers. Give that of one.");
  const issuer = entity.getAttribute("entityID") ?? "";
  const signInUrl = locationOf(provider, "SingleSignOnService");
  if (!issuer || !signInUrl) throw new XmlRefused("The metadata names no place to sign in by a redirect.");
  const certificates = childrenOf(provider, NS.metadata, "KeyDescriptor")
    .filter((each) => each.getAttribute("use") !== "encryption")
    .flatMap((each) => allBelow(each, NS.signature, "X509Certificate"))
    .map((each) => readCertificate(textOf(each)));
  if (certificates.length === 0) throw new XmlRefused("The metadata holds no certificate to sign with.");
  return { issuer, signInUrl, signOutUrl: locationOf(provider, "SingleLogoutService"), certificates };
}

function locationOf(provider: Element, name: string): string | null {
  const found = childrenOf(provider, NS.metadata, name).find(
    (each) => each.getAttribute("Binding") === REDIRECT,
  );
  const location = found?.getAttribute("Location") ?? "";
  return URL.canParse(location) ? location : null;
}

const RSA_BITS_MIN = 2048;

/** A certificate as base64 in one line. @throws XmlRefused where its key is none that answers may be signed with */
export function readCertificate(text: string): string {
  const plain = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, "").replace(/\s/g, "");
  try {
    const { publicKey } = new X509Certificate(Buffer.from(plain, "base64"));
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    if (publicKey.asymmetricKeyType === "rsa" && bits >= RSA_BITS_MIN) return plain;
  } catch {
    throw new XmlRefused("A certificate in it cannot be read.");
  }
  throw new XmlRefused(`A certificate’s key has to be of RSA, with at least ${RSA_BITS_MIN} bits.`);
}
