import { describe, expect, test } from "vitest";
import { type MatchingChoice, matchByThemselves } from "@/lib/imports/columns/automatic";
import { MANDATORY_FIELDS } from "@/lib/users/fields";

const headers = ["First name", "Last name", "Email", "Shoe size"];
const match = (given: string[], overrides: MatchingChoice["overrides"] = {}) =>
  matchByThemselves(given, [], { mandatory: MANDATORY_FIELDS, overrides });

describe("columns match", () => {
  test("by themselves where they can", () => {
    expect(match(headers)).toEqual({ ok: true, matching: ["firstName", "lastName", "accessEmail", null] });
  });

  test("as a program says by their headers, however they are written", () => {
    expect(match(headers, { "SHOE SIZE": "company", Email: null, "last name": "lastName" })).toMatchObject({
      ok: false,
      refusal: { code: "column_unmatched" },
    });
    expect(match(headers, { "SHOE SIZE": "company" })).toEqual({
      ok: true,
      matching: ["firstName", "lastName", "accessEmail", "company"],
    });
  });

  test("as a program says for all of them", () => {
    const matching = ["lastName", "firstName", "accessEmail", null] as const;
    expect(match(headers, [...matching])).toEqual({ ok: true, matching });
  });

  test("so that what was chosen wins over what matched by itself", () => {
    expect(match(["First name", "Last name", "Email", "Work"], { Work: "accessEmail" })).toEqual({
      ok: true,
      matching: ["firstName", "lastName", null, "accessEmail"],
    });
  });
});

describe("a file is refused", () => {
  test("when mandatory fields have no column, each by its name", () => {
    expect(match(["First name", "Shoe size"])).toEqual({
      ok: false,
      refusal: {
        code: "column_unmatched",
        message:
          "No column is matched with what every row needs: Last name (lastName), Access email (accessEmail).",
      },
    });
  });

  test.each([
    ["column_unknown", headers, { Hat: "company" as const }],
    ["column_unknown", headers, ["firstName" as const]],
    ["column_ambiguous", ["First name", "Last name", "Email", "X", "x"], { x: "company" as const }],
    ["column_ambiguous", headers, { Email: "accessEmail" as const, "Shoe size": "accessEmail" as const }],
  ])("with %s", (code, given, overrides) => {
    expect(match(given, overrides)).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe("an import that only updates", () => {
  const update = (given: string[], matchKey?: MatchingChoice["matchKey"]) =>
    matchByThemselves(given, [], {
      mandatory: MANDATORY_FIELDS,
      mode: "updateOnly",
      ...(matchKey ? { matchKey } : {}),
    });

  test("needs no more than what people are found by", () => {
    expect(update(["Email", "Company"])).toEqual({ ok: true, matching: ["accessEmail", "company"] });
    expect(update(["Username", "Company"])).toEqual({ ok: true, matching: ["username", "company"] });
  });

  test("is refused without it", () => {
    expect(update(["First name", "Company"])).toMatchObject({
      ok: false,
      refusal: { code: "column_unmatched" },
    });
    expect(update(["Email", "Company"], "customerCode")).toMatchObject({
      ok: false,
      refusal: { message: expect.stringContaining("Customer code (customerCode)") },
    });
  });
});
