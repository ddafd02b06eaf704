import { expect, test } from "vitest";
import { findHeader } from "@/lib/imports/table/header";

const ADA = ["Ada", "Adams", "ada@imagoverum.example"];
const NAMES = ["firstname", "lastname", "emailaddress"];

test.each([
  [[NAMES, ADA], 0],
  [[["Nome", "Sobrenome", "E-mail"], ADA], 0],
  [
    [
      ["Name", "XY"],
      ["Ada Adams", "1"],
    ],
    0,
  ],
  [
    [
      ["ID", "Kontakt"],
      ["1", "ada@imagoverum.example"],
    ],
    0,
  ],
  [[["People of 2026"], NAMES, ADA], 1],
  [[["Company"], ["as of today", ""], NAMES, ADA], 2],
  [[["People"], ["all of them"], ADA], 0],
  [
    [
      ["Staff of Acme", "", ""],
      ["Questions to", "hr@acme.example"],
      [...NAMES, "x"],
      [...ADA, "1"],
    ],
    2,
  ],
  [[["Staff"], ["as of 2026-11-01"], ["Wer", "Was", "Wohin", "Wozu"], ["Ada", "x", "ada@x.example", "y"]], 2],
  [[ADA, ["Ben", "Berg", "ben@imagoverum.example"]], "ask"],
  [[ADA, NAMES, ADA], "ask"],
  [[["Last", "Name", "ada@imagoverum.example"], ADA], "ask"],
  [[["User", "", "+49 170 1234567"]], "ask"],
  [
    [
      ["one", "two"],
      ["three", "four"],
    ],
    "ask",
  ],
  [
    [
      ["x", "y"],
      ["Maria", "Nome"],
      ["Ada", "Adams"],
    ],
    "ask",
  ],
  [[], "ask"],
])("the header of %j: %s", (rows, expected) => {
  expect(findHeader(rows)).toBe(expected);
});
