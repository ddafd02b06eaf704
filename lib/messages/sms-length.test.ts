import { expect, test } from "vitest";
import { smsLength, smsLengthInWords } from "@/lib/messages/sms-length";

const a = (count: number) => "a".repeat(count);

test.each([
  ["", "GSM-7", 0, 0, 160],
  [a(160), "GSM-7", 160, 1, 0],
  [a(161), "GSM-7", 161, 2, 145],
  [a(306), "GSM-7", 306, 2, 0],
  [a(307), "GSM-7", 307, 3, 152],
  ["Grüße aus Ålesund: 5 £, 3 ¥, Ω", "GSM-7", 30, 1, 130],
  // An escaped character takes two, and is not torn apart: 152 and a brace leave one septet of the first part empty.
  ["{}", "GSM-7", 4, 1, 156],
  [`${a(159)}€`, "GSM-7", 161, 2, 145],
  [`${a(152)}€${a(10)}`, "GSM-7", 164, 2, 141],
  // Letters beyond the alphabet make every one of them 16 bits wide.
  ["ő", "UCS-2", 1, 1, 69],
  [`${a(69)}ő`, "UCS-2", 70, 1, 0],
  [`${a(70)}ő`, "UCS-2", 71, 2, 63],
  ["🎉", "UCS-2", 2, 1, 68],
  [`${a(66)}🎉${a(5)}`, "UCS-2", 73, 2, 60],
  ["`", "UCS-2", 1, 1, 69],
] as const)("%j is %s, %i long, in %i parts with %i left", (text, encoding, units, parts, left) => {
  expect(smsLength(text)).toEqual({ encoding, units, parts, left });
});

test("it says so in words", () => {
  expect(smsLengthInWords(smsLength("a"))).toBe("1 character, 1 part");
  expect(smsLengthInWords(smsLength(`${a(70)}ő`))).toBe(
    "71 characters, 2 parts, with letters that make it longer (UCS-2)",
  );
});
