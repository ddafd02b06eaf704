import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import type { BookEntry } from "@/lib/address-book/fields";
import { vcardOf } from "@/lib/address-book/vcard";

const ENTRY: BookEntry = {
  id: "0190a1b2-0000-7000-8000-000000000001",
  firstName: "Ada",
  lastName: "Lovelace",
  company: "Engines",
  accessEmail: "ada@engines.example",
  mobilePhone: "+447700900123",
  businessPhone: "+442079460123",
  updatedAt: new Date("2026-11-23T12:34:56.789Z"),
};

/** As ical.js reads it, which did not write it. */
function readBack(text: string) {
  const card = new ICAL.Component(ICAL.parse(text));
  const valuesOf = (name: string) => card.getAllProperties(name).map((each) => each.getFirstValue());
  return { card, valuesOf };
}

const NAUGHTY = [
  "O’Neill, Ph.D.; MBA",
  "back\\slash \\n not a break",
  "two\nlines",
  "carriage\r\nreturn",
  "👩‍👩‍👧‍👦 family 🏳️‍🌈",
  "名字 خالد Ñandú",
  "e\u0301".repeat(60),
  "x".repeat(300),
  "😀".repeat(300),
  ";,:\\\"'",
  "BEGIN:VCARD",
  "END:VCARD\r\nBEGIN:VCARD\r\nFN:Mallory",
  " leading and trailing ",
  "=HYPERLINK(1)",
];

describe("an independent reader finds", () => {
  test("everything that is shown", () => {
    const { card, valuesOf } = readBack(vcardOf(ENTRY, "Acme"));
    expect(valuesOf("version")).toEqual(["4.0"]);
    expect(valuesOf("fn")).toEqual(["Ada Lovelace"]);
    expect(valuesOf("n")).toEqual([["Lovelace", "Ada", "", "", ""]]);
    expect([valuesOf("org")].flat(2)).toEqual(["Engines"]);
    expect(valuesOf("email")).toEqual(["ada@engines.example"]);
    expect(valuesOf("tel")).toEqual(["tel:+447700900123", "tel:+442079460123"]);
    expect(card.getAllProperties("tel").map((each) => each.getParameter("type"))).toEqual([
      ["cell", "voice"],
      ["work", "voice"],
    ]);
    expect(valuesOf("uid")).toEqual([`urn:uuid:${ENTRY.id}`]);
    expect(String(valuesOf("rev")[0])).toContain("2026");
  });

  test.each(NAUGHTY)("the name and company %j as they were", (naughty) => {
    const text = vcardOf(
      { ...ENTRY, firstName: naughty, lastName: `L ${naughty}`, company: naughty },
      "Acme",
    );
    const { valuesOf } = readBack(text);
    const read = naughty.replaceAll("\r\n", "\n");
    expect(valuesOf("fn")).toEqual([`${read} L ${read}`.trim()]);
    expect(valuesOf("n")).toEqual([[`L ${read}`, read, "", "", ""]]);
    expect([valuesOf("org")].flat(2)).toEqual([read]);
    expect(text.match(/^BEGIN:VCARD\r$/gm)).toHaveLength(1);
  });

  test("each of many cards, one behind the other", () => {
    const all = NAUGHTY.map((lastName) => vcardOf({ ...ENTRY, lastName }, "Acme")).join("");
    const read: unknown[] = ICAL.parse(all);
    expect(read).toHaveLength(NAUGHTY.length);
  });

  test("nothing of what is not shown", () => {
    const hidden = { company: null, accessEmail: null, mobilePhone: null, businessPhone: null };
    const { valuesOf } = readBack(vcardOf({ ...ENTRY, ...hidden }, "Acme, Inc."));
    expect(valuesOf("email")).toEqual([]);
    expect(valuesOf("tel")).toEqual([]);
    expect([valuesOf("org")].flat(2)).toEqual(["Acme, Inc."]);
  });
});

test.each(NAUGHTY)("no line is longer than 75 octets, nor cut within a character: %j", (naughty) => {
  const text = vcardOf({ ...ENTRY, firstName: naughty, lastName: naughty, company: naughty }, "Acme");
  expect(text.endsWith("\r\n")).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(Buffer.from(text).toString()).toBe(text);
  expect(text).not.toContain("�");
});

test("control characters have no place in a card", () => {
  const text = vcardOf({ ...ENTRY, firstName: "A\u0000\u0007\u001b[31mda\u007f" }, "Acme");
  expect(readBack(text).valuesOf("fn")).toEqual(["A[31mda Lovelace"]);
});
