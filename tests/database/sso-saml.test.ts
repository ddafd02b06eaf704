import { beforeAll, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import type { SignOnProvider } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { keepAnswer } from "@/lib/sso/saml-answer";
import { readMetadata } from "@/lib/sso/saml-metadata";
import { begin, finish, makeProvider, type Way } from "@/tests/database/sso-support";
import { makeCertificate } from "@/tests/support/certificate";
import { makeOrganization, makeUser, type TestOrganization } from "@/tests/support/product-people";
import { metadataOf, PROVIDER } from "@/tests/support/saml-metadata";
import {
  type Answer,
  EXCLUSIVE,
  encoded,
  readRequest,
  responseOf,
  signed,
} from "@/tests/support/saml-provider";

const key = makeCertificate();
const stranger = makeCertificate();
let organization: TestOrganization;
let provider: SignOnProvider;
beforeAll(async () => {
  organization = await makeOrganization();
  provider = await makeSaml(organization);
});

function makeSaml(of: TestOrganization, fields: object = {}): Promise<SignOnProvider> {
  const { issuer, ...metadata } = readMetadata(metadataOf(key.certificate));
  return makeProvider(of, { issuer, clientId: "", clientSecret: "x" }, { kind: "saml", metadata, ...fields });
}

/** Brings an answer as the provider's page has the browser do, and then comes as the browser does. */
async function bring(way: Way, xml: string, more: Parameters<typeof finish>[2] = {}) {
  const { state } = readRequest(way.url);
  const body = new URLSearchParams({ SAMLResponse: encoded(xml), RelayState: state });
  const kept = await keepAnswer(way, new Request("http://x.example", { method: "POST", body }));
  if (kept === null) return { is: "out" as const, code: "notKept" as const };
  return finish(way, new URL(`http://rollcall.example/finish?state=${kept}`), more);
}

async function person(): Promise<{ username: string; id: string; nameId: string }> {
  const user = await makeUser(organization);
  return { username: user.username, id: user.id, nameId: newId() };
}

const answerFor = (way: Way, { nameId, username }: { nameId: string; username: string }): Answer => ({
  request: readRequest(way.url),
  nameId,
  email: username,
});

const linksOf = (userId: string) =>
  withOrganization(organization.id, (tx) =>
    tx.signOnLink.count({ where: { organizationId: organization.id, userId } }),
  );

describe("an answer that is right", () => {
  test.each(["Assertion", "Response"] as const)("signs in, with the signature of the %s", async (of) => {
    const who = await person();
    const way = await begin(provider, "/account");
    const outcome = await bring(way, signed(responseOf(answerFor(way, who)), key, { of }));
    expect(outcome).toMatchObject({ is: "in", target: "/account" });
    expect(await linksOf(who.id)).toBe(1);
  });

  test("signs the same person in again by the name alone, whatever the address is by then", async () => {
    const who = await person();
    const first = await begin(provider);
    expect(await bring(first, signed(responseOf(answerFor(first, who)), key))).toMatchObject({ is: "in" });
    const way = await begin(provider);
    const other = { ...answerFor(way, who), email: "else@elsewhere.example" };
    expect(await bring(way, signed(responseOf(other), key))).toMatchObject({ is: "in" });
  });

  test("may be signed by any certificate of the metadata, and by no other", async () => {
    const { issuer: _, ...metadata } = readMetadata(metadataOf(stranger.certificate, key.certificate));
    const both = await makeSaml(organization, { metadata });
    const who = await person();
    const way = await begin(both);
    expect(await bring(way, signed(responseOf(answerFor(way, who)), key))).toMatchObject({ is: "in" });
  });
});

/** What is done to an answer that would be right; each is refused, and nobody is linked by it. */
const ATTACKS: [string, (answer: Answer) => string][] = [
  ["no signature", (answer) => responseOf(answer)],
  ["a stranger's key, with its certificate in the answer", (answer) => signed(responseOf(answer), stranger)],
  [
    "an attribute changed after signing",
    (answer) =>
      signed(responseOf({ ...answer, email: "x@x.example" }), key).replace("x@x.example", answer.email ?? ""),
  ],
  ["another audience", (answer) => signed(responseOf({ ...answer, audience: "https://other.example" }), key)],
  ["no audience", (answer) => signed(responseOf({ ...answer, audience: null }), key)],
  ["another issuer", (answer) => signed(responseOf({ ...answer, issuer: "https://evil.example" }), key)],
  [
    "another recipient",
    (answer) => signed(responseOf({ ...answer, recipient: "https://evil.example/acs" }), key),
  ],
  [
    "another destination",
    (answer) => signed(responseOf({ ...answer, destination: "https://evil.example/acs" }), key),
  ],
  [
    "an answer to nobody's request",
    (answer) => signed(responseOf({ ...answer, inResponseTo: null, confirmedTo: null }), key),
  ],
  [
    "an answer to another request",
    (answer) => signed(responseOf({ ...answer, inResponseTo: "_other", confirmedTo: "_other" }), key),
  ],
  [
    "a confirmation to another request",
    (answer) => signed(responseOf({ ...answer, confirmedTo: "_other" }), key),
  ],
  ["a confirmation to no request", (answer) => signed(responseOf({ ...answer, confirmedTo: null }), key)],
  ["an assertion that has expired", (answer) => signed(responseOf({ ...answer, until: -3 }), key)],
  ["a confirmation that has expired", (answer) => signed(responseOf({ ...answer, confirmedUntil: -3 }), key)],
  ["an assertion of later", (answer) => signed(responseOf({ ...answer, from: 10 }), key)],
  [
    "a status that is none of success",
    (answer) => signed(responseOf({ ...answer, status: "Requester" }), key),
  ],
  [
    "a name that is another one each time",
    (answer) =>
      signed(responseOf({ ...answer, format: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" }), key),
  ],
  ["a document type", (answer) => `<!DOCTYPE r [<!ENTITY e "x">]>${signed(responseOf(answer), key)}`],
  [
    "SHA-1",
    (answer) =>
      signed(responseOf(answer), key, {
        signature: "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        digest: "http://www.w3.org/2000/09/xmldsig#sha1",
      }),
  ],
];

describe("an answer is refused with", () => {
  test.each(ATTACKS)("%s", async (_, forge) => {
    const who = await person();
    const way = await begin(provider);
    expect(await bring(way, forge(answerFor(way, who)))).toMatchObject({ is: "out" });
    expect(await linksOf(who.id)).toBe(0);
  });

  test("a key that everybody has: the certificate taken for a shared secret", async () => {
    const who = await person();
    const way = await begin(provider);
    const pem = `-----BEGIN CERTIFICATE-----\n${key.certificate}\n-----END CERTIFICATE-----`;
    const { SignedXml } = await import("xml-crypto");
    const signer = new SignedXml({
      privateKey: pem,
      signatureAlgorithm: "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
      canonicalizationAlgorithm: EXCLUSIVE,
    });
    signer.enableHMAC();
    const path = "//*[local-name(.)='Assertion']";
    signer.addReference({
      xpath: path,
      transforms: ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", EXCLUSIVE],
      digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
    });
    signer.computeSignature(responseOf(answerFor(way, who)), {
      location: { reference: `${path}/*[local-name(.)='Issuer']`, action: "after" },
    });
    expect(await bring(way, signer.getSignedXml())).toMatchObject({ is: "out" });
  });
});

/** A right answer about somebody, in which a part that nobody signed is about somebody else (Somorovsky et al., 2012). */
const WRAPPED: [string, (right: string, forged: string) => string][] = [
  [
    "the forged assertion first",
    (right, forged) => right.replace("<saml:Assertion", `${forged}<saml:Assertion`),
  ],
  [
    "the forged assertion last",
    (right, forged) => right.replace("</samlp:Response>", `${forged}</samlp:Response>`),
  ],
  [
    "the signed assertion inside the forged one",
    (right, forged) =>
      right.replace(
        assertionIn(right),
        forged.replace("</saml:Assertion>", `${assertionIn(right)}</saml:Assertion>`),
      ),
  ],
  [
    "the signed assertion inside the forged one's subject",
    (right, forged) =>
      right.replace(
        assertionIn(right),
        forged.replace("</saml:Subject>", `${assertionIn(right)}</saml:Subject>`),
      ),
  ],
  [
    "the signature in the forged assertion, with the signed one in its Object",
    (right, forged) => {
      const assertion = assertionIn(right);
      const signature = signatureIn(assertion);
      const bare = assertion.replace(signature, "");
      const holding = signature.replace("</Signature>", `<Object>${bare}</Object></Signature>`);
      return right.replace(assertion, forged.replace("</saml:Issuer>", `</saml:Issuer>${holding}`));
    },
  ],
  [
    "the signature beside both, in the response",
    (right, forged) => {
      const assertion = assertionIn(right);
      const signature = signatureIn(assertion);
      return right.replace(assertion, `${signature}${forged}${assertion.replace(signature, "")}`);
    },
  ],
  [
    "the signed assertion in the response's extensions",
    (right, forged) =>
      right
        .replace(assertionIn(right), forged)
        .replace(
          "<samlp:Status>",
          `<samlp:Extensions>${assertionIn(right)}</samlp:Extensions><samlp:Status>`,
        ),
  ],
  [
    "the same ID twice",
    (right, forged) =>
      right.replace(
        assertionIn(right),
        forged
          .replace("_forged", "_assertion")
          .replace("</saml:Assertion>", `<saml:Advice>${assertionIn(right)}</saml:Advice></saml:Assertion>`),
      ),
  ],
  [
    "the signature moved into the forged assertion",
    (right, forged) => {
      const signature = signatureIn(right);
      return right.replace(
        assertionIn(right),
        forged.replace("_forged", "_assertion").replace("</saml:Issuer>", `</saml:Issuer>${signature}`),
      );
    },
  ],
  [
    "two references in the signature",
    (right, forged) =>
      right.replace(/(<Reference[\s\S]*<\/Reference>)/, "$1$1").replace(assertionIn(right), forged),
  ],
];

const assertionIn = (xml: string) => /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)?.[0] ?? "";
const signatureIn = (xml: string) => /<Signature[\s\S]*<\/Signature>/.exec(xml)?.[0] ?? "";

describe("a signed part in another one is refused with", () => {
  test.each(WRAPPED)("%s", async (_, wrap) => {
    const mallory = await person();
    const victim = await person();
    const way = await begin(provider);
    const right = signed(responseOf(answerFor(way, mallory)), key);
    const forged = assertionIn(responseOf(answerFor(way, victim)))
      .replace("_assertion", "_forged")
      .replace("<saml:Assertion", '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"');
    const wrapped = wrap(right, forged);
    expect(wrapped).not.toBe(right);
    expect(await bring(way, wrapped)).toMatchObject({ is: "out" });
    expect(await linksOf(victim.id)).toBe(0);
  });
});

describe("a comment in a name", () => {
  test.each(["NameID", "AttributeValue"])("does not cut a %s short", async (element) => {
    const victim = await person();
    const way = await begin(provider);
    const mine = {
      ...answerFor(way, victim),
      nameId: `${victim.username}.evil.example`,
      email: `${victim.username}.evil.example`,
    };
    const right = signed(responseOf(mine), key);
    const commented = right.replace(
      new RegExp(`(<saml:${element}[^>]*>)${victim.username}`),
      `$1${victim.username}<!-- -->`,
    );
    expect(commented).not.toBe(right);
    expect(await bring(way, commented)).toMatchObject({ is: "out" });
    expect(await linksOf(victim.id)).toBe(0);
  });
});

describe("a right answer is worth nothing", () => {
  test("a second time", async () => {
    const who = await person();
    const way = await begin(provider);
    const xml = signed(responseOf(answerFor(way, who)), key);
    expect(await bring(way, xml)).toMatchObject({ is: "in" });
    expect(await bring(way, xml)).toMatchObject({ is: "out" });
  });

  test("for a later request", async () => {
    const who = await person();
    const way = await begin(provider);
    const xml = signed(responseOf(answerFor(way, who)), key);
    expect(await bring(await begin(provider), xml)).toMatchObject({ is: "out", code: "signOn" });
  });

  test("in another browser, or in one that began nothing", async () => {
    const who = await person();
    for (const token of ["another", null]) {
      const way = await begin(provider);
      const xml = signed(responseOf(answerFor(way, who)), key);
      expect(await bring(way, xml, { token })).toMatchObject({ is: "out", code: "signOnOver" });
    }
    expect(await linksOf(who.id)).toBe(0);
  });

  test("at another provider of the same organization, and at another organization's", async () => {
    const who = await person();
    const other = await makeSaml(organization);
    const way = await begin(provider);
    const xml = signed(responseOf(answerFor(way, who)), key);
    expect(await bring({ ...way, providerId: other.id }, xml)).toMatchObject({ is: "out" });
    const elsewhere = await makeSaml(await makeOrganization());
    const theirs = { ...way, organizationId: elsewhere.organizationId, providerId: elsewhere.id };
    expect(await bring(theirs, xml)).toMatchObject({ is: "out" });
    expect(await linksOf(who.id)).toBe(0);
  });

  test("of another organization's provider, about our people", async () => {
    const who = await person();
    const theirs = await makeSaml(await makeOrganization(), { newPeople: "create" });
    const way = await begin(theirs);
    expect(await bring(way, signed(responseOf(answerFor(way, who)), key))).toMatchObject({ is: "out" });
    expect(await linksOf(who.id)).toBe(0);
  });
});

test("metadata of a provider is read, and what is none is refused", () => {
  const { issuer, signInUrl, signOutUrl } = readMetadata(metadataOf(key.certificate));
  expect({ issuer, signInUrl, signOutUrl }).toEqual({
    issuer: PROVIDER,
    signInUrl: "https://saml.provider.example/in",
    signOutUrl: "https://saml.provider.example/out",
  });
  for (const wrong of [
    "",
    "x",
    "<a/>",
    metadataOf(),
    metadataOf("AAAA"),
    metadataOf(makeCertificate(1024).certificate),
    `<!DOCTYPE x>${metadataOf(key.certificate)}`,
  ])
    expect(() => readMetadata(wrong), wrong.slice(0, 60)).toThrow();
});
