import { describe, expect, test } from "vitest";
import type { Issue } from "@/lib/imports/issues";
import { identityOf, repeatedLines } from "@/lib/imports/review/identical";

const DUPLICATE = { field: "accessEmail", code: "duplicate" } satisfies Pick<Issue, "field" | "code">;
const WRONG_PHONE = { field: "mobilePhone", code: "phone_invalid" } satisfies Pick<Issue, "field" | "code">;

const ada = {
  cells: ["Ada", "ADA@x.example", ""],
  givenUsername: null,
  values: { firstName: "Ada", accessEmail: "ada@x.example" },
  issues: [DUPLICATE] as Pick<Issue, "field" | "code">[],
};

describe("rows say the very same", () => {
  test("by their values, whatever their case, their spaces and the order of the values", () => {
    const { firstName, accessEmail } = ada.values;
    const other = { ...ada, cells: ["Ada ", "ada@x.example"], values: { accessEmail, firstName } };
    expect(identityOf(other)).toBe(identityOf(ada));
  });

  test("not with another value", () => {
    expect(identityOf({ ...ada, values: { ...ada.values, firstName: "Ava" } })).not.toBe(identityOf(ada));
    expect(identityOf({ ...ada, givenUsername: "ada" })).not.toBe(identityOf(ada));
  });

  test("where a cell is wrong, by their cells too", () => {
    const wrong = { ...ada, cells: ["Ada", "ada@x.example", "12"], issues: [DUPLICATE, WRONG_PHONE] };
    expect(identityOf({ ...wrong })).toBe(identityOf(wrong));
    expect(identityOf({ ...wrong, cells: ["Ada", "ada@x.example", "13"] })).not.toBe(identityOf(wrong));
  });
});

test("neither a row that is no duplicate nor one with a password is compared", () => {
  expect(identityOf({ ...ada, issues: [WRONG_PHONE] })).toBeNull();
  expect(identityOf({ ...ada, values: { ...ada.values, password: "set" } })).toBeNull();
  expect(
    identityOf({ ...ada, issues: [DUPLICATE, { field: "password", code: "password_too_short" }] }),
  ).toBeNull();
});

test("all but the first of each kind repeat it", () => {
  const ben = { ...ada, values: { ...ada.values, firstName: "Ben" } };
  const repeats = repeatedLines();
  for (const [index, row] of [ada, ben, ada, ben, ada].entries()) repeats.take({ ...row, line: index + 2 });
  expect(repeats.lines).toEqual([4, 5, 6]);
});
