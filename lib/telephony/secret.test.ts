import { expect, test } from "vitest";
import { digestsOf, newSipSecret, provisioningUri } from "@/lib/telephony/secret";

test("a secret takes every letter by chance, and each of them once for a turn", () => {
  let turn = 0;
  const secret = newSipSecret((max) => turn++ % max);
  expect(secret).toBe("abcdefghijkmnpqrstuvwxyz");
});

// RFC 2617 §3.5 and RFC 7616 §3.9.1 say what these come to.
test("the digests are those of the standards' examples", () => {
  expect(digestsOf("Mufasa", "testrealm@host.com", "Circle Of Life").ha1Md5).toBe(
    "939e7578ed9e3c518a452acee763bce9",
  );
  expect(digestsOf("Mufasa", "http-auth@example.org", "Circle of Life").ha1Sha256).toBe(
    "7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232",
  );
});

test("a QR code says where the server is when its name is another one", () => {
  expect(provisioningUri("101", "acme.example", "acme.example", "s3cret")).toBe(
    "sip:101:s3cret@acme.example",
  );
  expect(provisioningUri("101", "acme.example", "sip.acme.example:5070", "s3cret")).toBe(
    "sip:101:s3cret@acme.example?Route=%3Csip%3Asip.acme.example%3A5070%3Blr%3E",
  );
});
