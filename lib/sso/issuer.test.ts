import { describe, expect, test } from "vitest";
import { algorithmsTaken, refusalOfIssuer, saysHostedDomain } from "@/lib/sso/issuer";

describe("an issuer", () => {
  test.each([
    "https://login.example.com",
    "https://login.microsoftonline.com/5f2f0f0a-3a4b-4c5d-8e9f-000000000001/v2.0",
    "https://accounts.google.com",
    "https://example.okta.com/oauth2/default",
  ])("%s may be somebody's own", (issuer) => {
    expect(refusalOfIssuer(issuer)).toBeNull();
  });

  test.each([
    "login.example.com",
    "https://login.example.com/?x=1",
    "https://login.example.com/#x",
    "https://login.microsoftonline.com/common/v2.0",
    "https://login.microsoftonline.com/Organizations/v2.0",
    "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0",
    "https://login.microsoftonline.com/{tenantid}/v2.0",
    "https://login.microsoftonline.com/",
  ])("%s is refused", (issuer) => {
    expect(refusalOfIssuer(issuer)).toMatch(/\.$/);
  });

  test("Google's has to say whose people they are", () => {
    expect(saysHostedDomain("https://accounts.google.com")).toBe(true);
    expect(saysHostedDomain("https://accounts.google.com.evil.example")).toBe(false);
  });
});

test("nothing that is signed by a shared secret or by nobody is taken", () => {
  expect(algorithmsTaken(["none", "HS256", "HS512", "RS256", "ES384", "EdDSA", "RS1", "xRS256"])).toEqual([
    "RS256",
    "ES384",
    "EdDSA",
  ]);
  expect(algorithmsTaken(undefined)).toEqual(["RS256"]);
  expect(algorithmsTaken(["none", "HS256"])).toEqual([]);
});
