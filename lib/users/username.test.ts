import { describe, expect, test } from "vitest";
import { readUsernameLocal, usernameFor, usernameVariants } from "@/lib/users/username";

const ACME = { domains: ["acme.example", "acme.test"], primaryDomain: "acme.example" };

const usernameOf = (username: string, accessEmail = "") => {
  const reading = usernameFor({ username, accessEmail }, ACME);
  return reading.ok ? reading.value : reading.problem.code;
};

describe("usernameFor", () => {
  test.each([
    ["ada", "", "ada@acme.example"],
    [" Ada.Adams ", "other@x.example", "ada.adams@acme.example"],
    ["ben@acme.example", "", "ben@acme.example"],
    ["ben@ACME.test", "", "ben@acme.test"],
    ["", "maria@acme.test", "maria@acme.test"],
    ["", "maria.miller@imagoverum.example", "maria.miller@acme.example"],
    ["\u00a0", "o'neil+x@imagoverum.example", "o'neil+x@acme.example"],
    ["", "", ""],
    ["di@elsewhere.example", "", "username_foreign_domain"],
    ["di@sub.acme.example", "", "username_foreign_domain"],
    ["a@b@acme.example", "", "username_malformed"],
    ["@acme.example", "", "username_malformed"],
    ["ada@", "", "username_malformed"],
    ["ada adams", "", "username_malformed"],
    ["ada..adams", "", "username_malformed"],
    ["zoë", "", "username_malformed"],
    ["a".repeat(65), "", "username_malformed"],
    ["a\u200bda", "", "text_invisible"],
  ])("login %j and address %j give %s", (login, accessEmail, expected) => {
    expect(usernameOf(login, accessEmail)).toBe(expected);
  });

  test("a domain of somebody else is named, and those that would do", () => {
    const reading = usernameFor({ username: "di@elsewhere.example" }, ACME);
    expect(reading.ok ? "" : reading.problem.message).toBe(
      "Username “di@elsewhere.example”: elsewhere.example is not a domain of this organization. Use acme.example or acme.test.",
    );
  });
});

test.each([
  ["Ada.Adams", { ok: true, value: "ada.adams" }],
  ["", { ok: true, value: "" }],
  ["ada@acme.example", { ok: false, problem: { code: "username_malformed" } }],
])("the local part %j", (text, expected) => {
  expect(readUsernameLocal(text)).toMatchObject(expected);
});

describe("usernameVariants", () => {
  test("count up from 2", () => {
    expect(usernameVariants("maria.miller@acme.example", 3)).toEqual([
      "maria.miller2@acme.example",
      "maria.miller3@acme.example",
      "maria.miller4@acme.example",
    ]);
  });

  test("keep a number apart", () => {
    expect(usernameVariants("agent7@acme.example", 1)).toEqual(["agent7-2@acme.example"]);
  });

  test("are usernames themselves, however long the first was", () => {
    for (const local of ["a".repeat(64), `${"a".repeat(62)}.b`, `${"a".repeat(61)}.7`]) {
      for (const variant of usernameVariants(`${local}@acme.example`, 120)) {
        expect(usernameOf(variant)).toBe(variant);
      }
    }
  });
});
