import { inflateRawSync } from "node:zlib";
import { SignedXml } from "xml-crypto";
import type { KeyWithCertificate } from "@/tests/support/certificate";
import { PROVIDER } from "@/tests/support/saml-metadata";

const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
export const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

export type SamlRequest = { id: string; acs: string; entityId: string; state: string };

/** What a request that the browser brings says. */
export function readRequest(address: string): SamlRequest {
  const { searchParams } = new URL(address);
  const xml = inflateRawSync(Buffer.from(searchParams.get("SAMLRequest") ?? "", "base64")).toString();
  const find = (pattern: RegExp) => pattern.exec(xml)?.[1] ?? "";
  return {
    id: find(/ ID="([^"]+)"/),
    acs: find(/AssertionConsumerServiceURL="([^"]+)"/),
    entityId: find(/<saml:Issuer[^>]*>([^<]+)</),
    state: searchParams.get("RelayState") ?? "",
  };
}

export type Answer = {
  request: SamlRequest;
  nameId: string;
  format?: string;
  email?: string | null;
  issuer?: string;
  audience?: string | null;
  recipient?: string;
  destination?: string;
  inResponseTo?: string | null;
  confirmedTo?: string | null;
  /** Minutes from now. */
  from?: number;
  until?: number;
  confirmedUntil?: number;
  status?: string;
};

const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

/** A response without a signature. */
export function responseOf(answer: Answer): string {
  const { request, nameId, email = null, issuer = PROVIDER } = answer;
  const { format = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", audience = request.entityId } =
    answer;
  const {
    recipient = request.acs,
    destination = request.acs,
    from = -1,
    until = 5,
    confirmedUntil = 5,
  } = answer;
  const { inResponseTo = request.id, confirmedTo = request.id, status = "Success" } = answer;
  const to = (id: string | null) => (id === null ? "" : ` InResponseTo="${id}"`);
  const attributes =
    email === null
      ? ""
      : `<saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>${email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>`;
  const conditions =
    audience === null
      ? ""
      : `<saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction>`;
  return `<samlp:Response xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" ID="_response" Version="2.0" IssueInstant="${at(0)}" Destination="${destination}"${to(inResponseTo)}><saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"/></samlp:Status><saml:Assertion ID="_assertion" Version="2.0" IssueInstant="${at(0)}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="${format}">${nameId}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${at(confirmedUntil)}" Recipient="${recipient}"${to(confirmedTo)}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at(from)}" NotOnOrAfter="${at(until)}">${conditions}</saml:Conditions><saml:AuthnStatement AuthnInstant="${at(0)}" SessionIndex="_session"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>${attributes}</saml:Assertion></samlp:Response>`;
}

type Signing = { of?: "Assertion" | "Response"; signature?: string; digest?: string };

/** Signs a response or the assertion in it, as providers do. */
export function signed(
  xml: string,
  { privateKey, certificate }: KeyWithCertificate,
  {
    of = "Assertion",
    signature = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    digest = "http://www.w3.org/2001/04/xmlenc#sha256",
  }: Signing = {},
): string {
  const path = `//*[local-name(.)='${of}']`;
  const signer = new SignedXml({
    privateKey,
    publicCert: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----`,
    signatureAlgorithm: signature,
    canonicalizationAlgorithm: EXCLUSIVE,
  });
  signer.addReference({ xpath: path, transforms: [ENVELOPED, EXCLUSIVE], digestAlgorithm: digest });
  signer.computeSignature(xml, {
    location: { reference: `${path}/*[local-name(.)='Issuer']`, action: "after" },
  });
  return signer.getSignedXml();
}

export const encoded = (xml: string) => Buffer.from(xml).toString("base64");
