import { expect, test } from "vitest";
import { isDomain, readDomainName } from "@/lib/users/domain-name";

test.each([
  ["Acme.Example", "acme.example"],
  [" acme.example ", "acme.example"],
  ["a-b.c--d.example", "a-b.c--d.example"],
  ["BÜCHER.example", "xn--bcher-kva.example"],
  ["xn--bcher-kva.example", "xn--bcher-kva.example"],
])("%s is %s", (text, domain) => {
  expect(readDomainName(text)).toEqual({ domain });
});

test.each([
  "",
  "acme",
  ".acme.example",
  "acme..example",
  "acme.example/x",
  "a b.example",
  "acme.1",
  "xn--\u0081.example",
  "user@acme.example",
  "acme.example:443",
  "acme。example",
])("%j is no domain", (text) => {
  expect(isDomain(readDomainName(text))).toBe(false);
});
