import { expect, test } from "vitest";
import { canonicalJson, openAnswer, sealAnswer } from "@/lib/rest/sealed-answer";

test("an answer is read with both keys that it was sealed with, and with no other", () => {
  const sealed = sealAnswer("a PIN: 482917", "secret", "k1");
  expect(openAnswer(sealed, "secret", "k1")).toBe("a PIN: 482917");
  expect(Buffer.from(sealed).includes("482917")).toBe(false);
  expect(() => openAnswer(sealed, "another", "k1")).toThrow();
  expect(() => openAnswer(sealed, "secret", "k2")).toThrow();
  const broken = sealed.slice();
  broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
  expect(() => openAnswer(broken, "secret", "k1")).toThrow();
});

test("the same content is the same text, in whatever order it was sent", () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe(
    canonicalJson({ a: null, b: [{ c: 2, d: 1 }] }),
  );
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});
