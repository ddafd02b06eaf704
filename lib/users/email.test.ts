import fc from "fast-check";
import { expect, test } from "vitest";
import { readEmail } from "@/lib/users/email";

const read = (text: string) => {
  const reading = readEmail(text, "accessEmail");
  return reading.ok ? reading.value : reading.problem.message;
};

test.each([
  ["ada@imagoverum.example", "ada@imagoverum.example"],
  ["\u00a0ADA@Imagoverum.Example ", "ada@imagoverum.example"],
  ["o'neil+x@sub.imagoverum.example", "o'neil+x@sub.imagoverum.example"],
  ["a_b-c.d@x-y.example", "a_b-c.d@x-y.example"],
  ["ada@xn--mnchen-3ya.example", "ada@xn--mnchen-3ya.example"],
  ["ada@MÜNCHEN.example", "ada@xn--mnchen-3ya.example"],
  ["ada@mu\u0308nchen.example", "ada@xn--mnchen-3ya.example"],
  ["ada@例え.テスト", "ada@xn--r8jz45g.xn--zckzah"],
  ["ada@straße.example", "ada@xn--strae-oqa.example"],
  [`${"a".repeat(64)}@imagoverum.example`, `${"a".repeat(64)}@imagoverum.example`],
  ["", ""],
  [" \u00a0", ""],
])("%s reads as %s", (text, expected) => {
  expect(read(text)).toBe(expected);
});

test.each([
  ["not-an-address", "Access email “not-an-address” has no @."],
  ["gus@@imagoverum.example", "Access email “gus@@imagoverum.example” has more than one @."],
  [
    "fay@imagoverum",
    "Access email “fay@imagoverum” has no dot in “imagoverum”: a domain looks like example.com.",
  ],
  ["@imagoverum.example", "Access email “@imagoverum.example” has nothing before the @."],
  ["ada@", "Access email “ada@” has nothing after the @."],
  ["a da@imagoverum.example", "Access email “a da@imagoverum.example” has a space inside."],
  ["ada@imago verum.example", "Access email “ada@imago verum.example” has a space inside."],
  ["ada..b@x.example", "Access email “ada..b@x.example” has a dot in the wrong place before the @."],
  [".ada@x.example", "Access email “.ada@x.example” has a dot in the wrong place before the @."],
  ["josé@x.example", "Access email “josé@x.example” may not have “é” before the @."],
  ['"ada"@x.example', 'Access email “"ada"@x.example” may not have “"” before the @.'],
  ["ada@x.example.", "Access email “ada@x.example.” has no valid domain in “x.example.”."],
  ["ada@-x.example", "Access email “ada@-x.example” has no valid domain in “-x.example”."],
  ["ada@127.0.0.1", "Access email “ada@127.0.0.1” has no valid domain in “127.0.0.1”."],
  ["ada@x.example:80", "Access email “ada@x.example:80” has no valid domain in “x.example:80”."],
  [
    "di＠imagoverum.example",
    "Access email “di＠imagoverum.example” has a full-width ＠. Type it again with a plain @.",
  ],
  [
    "ada@ｘ.example",
    "Access email “ada@ｘ.example” has full-width characters in “ｘ.example”. Type it again with plain ones.",
  ],
  [
    "a@x.example;b@x.example",
    "Access email “a@x.example;b@x.example” is more than one address. Keep one of them.",
  ],
  [
    "a@x.example, b@x.example",
    "Access email “a@x.example, b@x.example” is more than one address. Keep one of them.",
  ],
  [
    "a@x.example\nb@x.example",
    "Access email “a@x.example b@x.example” is more than one address. Keep one of them.",
  ],
])("%s is refused: %s", (text, message) => {
  expect(read(text)).toBe(message);
});

test("an address with something around it is suggested alone", () => {
  for (const text of ["Ada Adams <ada@x.example>", "mailto:ada@x.example"]) {
    expect(readEmail(text, "accessEmail")).toMatchObject({
      ok: false,
      problem: { code: "email_malformed", suggestion: "ada@x.example" },
    });
  }
});

test("long parts are refused", () => {
  expect(read(`${"a".repeat(65)}@x.example`)).toContain("more than 64 characters before the @");
  expect(read(`a@${"b".repeat(64)}.example`)).toContain("no valid domain");
  expect(read(`a@${"b.".repeat(130)}example`)).toContain("characters long; at most 254 fit");
});

test("no text makes it throw, and what it accepts is ASCII and reads as itself", () => {
  const piece = fc.constantFrom(
    ..."abAB09._+-@@<> ,;/ü點\u00a0\u200b＠。".split(""),
    "x.example",
    "@x.example",
  );
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: piece })), (text) => {
      const reading = readEmail(text, "accessEmail");
      if (!reading.ok || reading.value === "") return;
      expect(reading.value).toMatch(/^[!-?A-~^-~]+@[a-z0-9.-]+\.[a-z0-9-]+$/);
      expect(readEmail(reading.value, "accessEmail")).toEqual(reading);
    }),
    { numRuns: 1_000 },
  );
});
