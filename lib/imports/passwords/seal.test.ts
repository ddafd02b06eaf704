import { expect, test } from "vitest";
import { keyOfSecret, newKey, seal, unseal } from "@/lib/imports/passwords/seal";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (words: string) => new TextEncoder().encode(words);
const key = newKey();

test.each(["", "correct horse battery staple", "ключ🔑"])(
  "%j comes back, and is not there to read",
  (words) => {
    const sealed = seal(key, bytes(words), "import 1 line 2");
    expect(text(unseal(key, sealed, "import 1 line 2"))).toBe(words);
    if (words) expect(Buffer.from(sealed).includes(Buffer.from(words))).toBe(false);
    expect(seal(key, bytes(words), "import 1 line 2")).not.toEqual(sealed);
  },
);

test("nothing opens with another key, for another line, or with a bit changed", () => {
  const sealed = seal(key, bytes("secret"), "line 2");
  expect(() => unseal(newKey(), sealed, "line 2")).toThrow();
  expect(() => unseal(key, sealed, "line 3")).toThrow();
  expect(() => unseal(key, sealed.subarray(0, 20), "line 2")).toThrow();
  for (const at of [0, 13, sealed.length - 1]) {
    const changed = sealed.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(key, changed, "line 2")).toThrow();
  }
});

test("one secret makes one key for each purpose", () => {
  expect(keyOfSecret("a", "files")).toEqual(keyOfSecret("a", "files"));
  expect(keyOfSecret("a", "files")).not.toEqual(keyOfSecret("a", "links"));
  expect(keyOfSecret("a", "files")).not.toEqual(keyOfSecret("b", "files"));
  expect(keyOfSecret("a", "files")).toHaveLength(32);
});
