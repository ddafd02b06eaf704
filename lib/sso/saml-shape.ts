import { allBelow, childrenOf, NS, onlyChild, parseXml, textOf, XmlRefused } from "@/lib/sso/xml";

export const ANSWER_LENGTH_MAX = 512 * 1024;

/** What an answer has to be to. */
export type Expected = { issuer: string; entityId: string; acs: string; requestId: string; now: Date };

const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const SKEW_MS = 60_000;

// By a public key and without SHA-1; a shared secret would make a key of the certificate that everybody has.
const SIGNED_BY =
  /^http:\/\/www\.w3\.org\/2001\/04\/xmldsig-more#rsa-sha(256|384|512)$|^http:\/\/www\.w3\.org\/2007\/05\/xmldsig-more#sha(256|384|512)-rsa-MGF1$/;
const DIGESTED_BY = /^http:\/\/www\.w3\.org\/2001\/04\/(xmlenc#sha(256|512)|xmldsig-more#sha384)$/;
const TRANSFORMED_BY =
  /^http:\/\/www\.w3\.org\/(2000\/09\/xmldsig#enveloped-signature|2001\/10\/xml-exc-c14n#(WithComments)?)$/;

/**
 * Looks at the shape of an answer before anything in it is believed: one Response, to this request, with one Assertion in it,
 * signatures where they belong and of what they stand in, every ID once. What wraps a signed part into another one
 * ("XML signature wrapping") has another shape.
 * @param encoded as the form brought it, in base64
 * @throws XmlRefused
 */
export function checkShape(encoded: string, { acs, requestId }: Expected): void {
  if (encoded.length > ANSWER_LENGTH_MAX) throw new XmlRefused("The answer is too long.");
  const answer = parseXml(Buffer.from(encoded, "base64").toString("utf8")).documentElement;
  if (answer.namespaceURI !== NS.protocol || answer.localName !== "Response")
    throw new XmlRefused("The answer is no SAML response.");
  const status = onlyChild(onlyChild(answer, NS.protocol, "Status"), NS.protocol, "StatusCode");
  if (status.getAttribute("Value") !== SUCCESS)
    throw new XmlRefused("The provider says that it did not work.");
  if (answer.getAttribute("InResponseTo") !== requestId)
    throw new XmlRefused("The answer is to another request, or to none.");
  const destination = answer.getAttribute("Destination");
  if (destination && destination !== acs) throw new XmlRefused("The answer was meant for another address.");
  if (allBelow(answer, NS.assertion, "EncryptedAssertion").length > 0)
    throw new XmlRefused(
      "The assertion is encrypted. Turn that off at the provider: the answer comes by TLS.",
    );
  const assertion = onlyChild(answer, NS.assertion, "Assertion");
  if (allBelow(answer, NS.assertion, "Assertion").length > 1)
    throw new XmlRefused("There is more than one assertion.");
  if (allBelow(answer, NS.protocol, "Response").length > 0)
    throw new XmlRefused("There is a response in the response.");
  checkIds(answer);
  checkSignatures(answer, assertion);
}

function checkIds(answer: Element): void {
  const all = [answer, ...Array.from(answer.getElementsByTagName("*"))];
  const ids = all.flatMap((each) =>
    Array.from(each.attributes)
      .filter(({ localName }) => localName !== null && /^id$/i.test(localName))
      .map(({ value }) => value),
  );
  if (new Set(ids).size !== ids.length) throw new XmlRefused("Two elements have the same ID.");
}

function checkSignatures(answer: Element, assertion: Element): void {
  const signatures = allBelow(answer, NS.signature, "Signature");
  if (signatures.length === 0) throw new XmlRefused("The answer is not signed.");
  for (const signature of signatures) {
    const parent = signature.parentNode;
    if (parent !== answer && parent !== assertion)
      throw new XmlRefused("A signature stands where none belongs.");
    if (childrenOf(parent as Element, NS.signature, "Signature").length > 1)
      throw new XmlRefused("Two signatures stand in one place.");
    const info = onlyChild(signature, NS.signature, "SignedInfo");
    const reference = onlyChild(info, NS.signature, "Reference");
    checkAlgorithms(info, reference);
    const id = (parent as Element).getAttribute("ID");
    if (!id || reference.getAttribute("URI") !== `#${id}`)
      throw new XmlRefused("A signature is of something else than what it stands in.");
    if (allBelow(signature, NS.signature, "Object").length > 0)
      throw new XmlRefused("A signature holds more than a signature.");
  }
}

function checkAlgorithms(info: Element, reference: Element): void {
  const by = (of: Element, name: string) => onlyChild(of, NS.signature, name).getAttribute("Algorithm") ?? "";
  if (!SIGNED_BY.test(by(info, "SignatureMethod")))
    throw new XmlRefused(
      "The answer is signed in a way that is not taken. Choose RSA with SHA-256 at the provider.",
    );
  if (!DIGESTED_BY.test(by(reference, "DigestMethod")))
    throw new XmlRefused("The answer is hashed in a way that is not taken. Choose SHA-256 at the provider.");
  const transforms = allBelow(reference, NS.signature, "Transform");
  if (!transforms.every((each) => TRANSFORMED_BY.test(each.getAttribute("Algorithm") ?? "")))
    throw new XmlRefused("What is signed was changed in a way that is not taken.");
}

/** What an assertion says, once what it was signed with is known to be right. */
export type Said = {
  nameId: string;
  nameIdFormat: string;
  nameQualifiers: { nameQualifier: string; spNameQualifier: string };
  sessionIndex: string | null;
  attributes: Record<string, string>;
};

/**
 * Reads an assertion and looks whether it is from the provider, for us, in answer to this request, and of now.
 * @param signed the very XML that the signature is of, and nothing else
 * @throws XmlRefused
 */
export function readAssertion(signed: string, expected: Expected): Said {
  const root = parseXml(signed).documentElement;
  if (root.namespaceURI !== NS.assertion || root.localName !== "Assertion")
    throw new XmlRefused("What is signed is no assertion.");
  if (textOf(onlyChild(root, NS.assertion, "Issuer")) !== expected.issuer)
    throw new XmlRefused("The assertion is of another issuer.");
  checkConditions(onlyChild(root, NS.assertion, "Conditions"), expected);
  const subject = onlyChild(root, NS.assertion, "Subject");
  const confirmations = childrenOf(subject, NS.assertion, "SubjectConfirmation");
  if (!confirmations.some((each) => isForUs(each, expected)))
    throw new XmlRefused("The assertion is not for this address, in answer to this request, and of now.");
  const [statement] = childrenOf(root, NS.assertion, "AuthnStatement");
  if (!statement) throw new XmlRefused("The assertion does not say that anybody signed in.");
  const until = statement.getAttribute("SessionNotOnOrAfter");
  if (until && isOver(until, expected.now)) throw new XmlRefused("The sign-in at the provider is over.");
  const nameId = onlyChild(subject, NS.assertion, "NameID");
  return {
    nameId: textOf(nameId),
    nameIdFormat: nameId.getAttribute("Format") ?? "",
    nameQualifiers: {
      nameQualifier: nameId.getAttribute("NameQualifier") ?? "",
      spNameQualifier: nameId.getAttribute("SPNameQualifier") ?? "",
    },
    sessionIndex: statement.getAttribute("SessionIndex") || null,
    attributes: attributesOf(root),
  };
}

function checkConditions(conditions: Element, { entityId, now }: Expected): void {
  const from = conditions.getAttribute("NotBefore");
  const until = conditions.getAttribute("NotOnOrAfter");
  if (from && !(Date.parse(from) - SKEW_MS <= now.getTime()))
    throw new XmlRefused("The assertion is not of now.");
  if (until && isOver(until, now)) throw new XmlRefused("The assertion has expired.");
  const audiences = childrenOf(conditions, NS.assertion, "AudienceRestriction");
  const isOurs = (restriction: Element) =>
    childrenOf(restriction, NS.assertion, "Audience").some((each) => textOf(each) === entityId);
  if (audiences.length === 0 || !audiences.every(isOurs))
    throw new XmlRefused("The assertion is for another audience.");
}

function isForUs(confirmation: Element, { acs, requestId, now }: Expected): boolean {
  if (confirmation.getAttribute("Method") !== BEARER) return false;
  const [data] = childrenOf(confirmation, NS.assertion, "SubjectConfirmationData");
  const until = data?.getAttribute("NotOnOrAfter");
  return (
    data?.getAttribute("Recipient") === acs &&
    data.getAttribute("InResponseTo") === requestId &&
    Boolean(until) &&
    !isOver(until ?? "", now) &&
    !data.getAttribute("NotBefore")
  );
}

// What is no moment is over.
const isOver = (moment: string, now: Date) => !(Date.parse(moment) + SKEW_MS > now.getTime());

function attributesOf(assertion: Element): Record<string, string> {
  const found = childrenOf(assertion, NS.assertion, "AttributeStatement").flatMap((statement) =>
    childrenOf(statement, NS.assertion, "Attribute").flatMap((attribute) => {
      const [value] = childrenOf(attribute, NS.assertion, "AttributeValue");
      return value ? [[attribute.getAttribute("Name") ?? "", textOf(value)] as const] : [];
    }),
  );
  return Object.fromEntries(found);
}
