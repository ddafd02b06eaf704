import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UserField } from "@/lib/users/fields";
import { readText } from "@/lib/users/text";

const read = (text: string, field: UserField = "firstName") => {
  const reading = readText(text, field);
  return reading.ok ? reading.value : reading.problem.code;
};

test.each([
  "O'Neil",
  "李",
  "小龍",
  "da Silva",
  "Łukasz",
  "Παπάς",
  "عبد الله",
  "אברהם",
  "প্রিয়াঙ্কা",
  "நந்தினி",
  "สมชาย",
  "María José",
  "van ’t Hoff",
  "=1+1",
  "=cmd|'/c calc'!A0",
  "@SUM(A1)",
  "-Dash",
  "X Æ A-12",
  "!",
  "نام‌ها",
  "ශ්‍රී",
  "ന്‍",
  "র‍্যাব",
  "葛\u{e0100}城",
  "Ada 😀",
])("%s passes as typed", (name) => {
  expect(read(name)).toBe(name);
});

test.each([
  ["  Ada\u00a0", "Ada"],
  ["\u3000山田\u3000太郎\ufeff", "山田 太郎"],
  ["da\u00a0Silva", "da Silva"],
  ["Line\nBreak", "Line Break"],
  ["Line \r\n\r\n Break\r", "Line Break"],
  ["a\tb\u2028c\u0085d", "a b c d"],
  ["Zoe\u0308", "Zoë"],
  ["a  b", "a  b"],
  [" \u2003\n", ""],
])("white space and composition: %j reads as %j", (text, expected) => {
  expect(read(text)).toBe(expected);
});

test.each([
  ["A\u200bda", "text_invisible"],
  ["Ada\u00ad", "text_invisible"],
  ["\u200eAda", "text_invisible"],
  ["A\u200dda", "text_invisible"],
  ["\u200cنام", "text_invisible"],
  ["Ada\ufe0f", "text_invisible"],
  ["\u{e0041}Ada", "text_invisible"],
  ["A\u2060da", "text_invisible"],
  ["\u3164", "text_invisible"],
  ["Be\u202en", "text_direction"],
  ["Be\u2066n", "text_direction"],
  ["Ce\u0007m", "text_control"],
  ["Ce\u0000m", "text_control"],
  ["Ce\u009bm", "text_control"],
  ["Ce\ufffem", "text_control"],
  ["J\ufffdrgen", "text_lost"],
  ["J\ud800rgen", "text_lost"],
])("%j is refused as %s", (text, code) => {
  expect(read(text)).toBe(code);
});

describe("says what and where", () => {
  test.each([
    [
      "A\u200bda",
      "First name holds an invisible character (U+200B, zero-width space) after “A”. Type it again.",
    ],
    [
      "\u200bAda",
      "First name holds an invisible character (U+200B, zero-width space) at its start. Type it again.",
    ],
    ["J\ufffdrgen", "First name has lost a character after “J”. Type it again."],
    [
      "Be\u202en",
      "First name holds a character that reverses the direction of text (U+202E, right-to-left override) after “e”. Type it again.",
    ],
  ])("%j", (text, message) => {
    expect(readText(text, "firstName")).toMatchObject({ ok: false, problem: { message } });
  });
});

test("codes never hold joiners, as they are compared", () => {
  expect(read("نام‌ها", "customerCode")).toBe("text_invisible");
  expect(read("نام", "customerCode")).toBe("نام");
});

describe("length", () => {
  test("counts code points after composing", () => {
    expect(read("😀".repeat(100))).toBe("😀".repeat(100));
    expect(read("😀".repeat(101))).toBe("text_too_long");
    expect(read("e\u0301".repeat(100))).toBe("é".repeat(100));
    expect(read("a".repeat(200), "company")).toBe("a".repeat(200));
    expect(read("a".repeat(201), "company")).toBe("text_too_long");
  });

  test("does not mind white space around", () => {
    expect(read(`${" ".repeat(10_000)}Ada${"\n".repeat(10_000)}`)).toBe("Ada");
  });

  test("is told, and the text only quoted in part", () => {
    const reading = readText("A".repeat(1_000_000), "firstName");
    expect(reading.ok ? "" : reading.problem.message).toBe(
      `First name “${"A".repeat(60)}…” is 1,000,000 characters long; at most 100 fit.`,
    );
  });
});

test("whatever it accepts is composed, trimmed, on one line, and reads as itself", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
      const reading = readText(text, "company");
      if (!reading.ok) return;
      expect(reading.value).toBe(reading.value.normalize("NFC").trim());
      expect(reading.value).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b\u202e]/u);
      expect(readText(reading.value, "company")).toEqual(reading);
    }),
    { numRuns: 700 },
  );
});
