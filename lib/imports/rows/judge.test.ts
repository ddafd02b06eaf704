import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JudgeContext, judgeRow } from "@/lib/imports/rows/judge";
import { ROLES } from "@/lib/permissions/roles";
import { USER_FIELDS, type UserField } from "@/lib/users/fields";

const CONTEXT: JudgeContext = {
  domains: ["acme.example"],
  primaryDomain: "acme.example",
  mandatory: ["firstName", "lastName", "accessEmail"],
  grantableRoles: ["viewer", "billing", "user"],
  defaultRole: "user",
};

const columnsOf = (fields: readonly (UserField | null)[]) => fields.map((field, index) => ({ index, field }));

const judge = (row: Partial<Record<UserField, string>>, context: Partial<JudgeContext> = {}) => {
  const entries = USER_FIELDS.filter((field) => row[field] !== undefined);
  const cells = entries.map((field) => row[field] ?? "");
  return judgeRow({ line: 7, cells }, columnsOf(entries), { ...CONTEXT, ...context });
};
const ADA = { firstName: "Ada", lastName: "Adams", accessEmail: "Ada@imagoverum.example" };
const codesOf = ({ issues }: ReturnType<typeof judge>) => issues.map(({ field, code }) => `${field} ${code}`);

test("gives canonical values, a username made from the access email, and the default role", () => {
  expect(judge({ ...ADA, firstName: " Ada\u00a0", mobilePhone: "(44) 20-7455-9485", company: "" })).toEqual({
    line: 7,
    values: {
      firstName: "Ada",
      lastName: "Adams",
      accessEmail: "ada@imagoverum.example",
      mobilePhone: "+442074559485",
      username: "ada@acme.example",
      role: "user",
    },
    issues: [],
    usernameFrom: "accessEmail",
  });
});

test("collects everything that is wrong, once each", () => {
  const row = judge({
    firstName: "",
    lastName: "A\u200b",
    username: "ada@elsewhere.example",
    password: "short",
    accessEmail: "not-an-address",
    mobilePhone: "12345",
    businessPhone: "4.91701E+12",
    role: "king",
    status: "Blocked",
  });
  expect(codesOf(row)).toEqual([
    "firstName missing",
    "lastName text_invisible",
    "password password_too_short",
    "accessEmail email_malformed",
    "mobilePhone phone_invalid",
    "businessPhone phone_changed_by_spreadsheet",
    "role role_unknown",
    "status status_legacy",
    "username username_foreign_domain",
  ]);
  expect(row.values).toEqual({});
});

describe("username", () => {
  test("a login comes first", () => {
    expect(judge({ ...ADA, username: "boss" })).toMatchObject({
      values: { username: "boss@acme.example" },
      usernameFrom: "login",
    });
  });

  test("a wrong access email is one issue, not two", () => {
    expect(codesOf(judge({ ...ADA, accessEmail: "ada" }))).toEqual(["accessEmail email_malformed"]);
    expect(codesOf(judge({ ...ADA, accessEmail: "" }))).toEqual(["accessEmail missing"]);
  });

  test("is missing where nothing can make it, or where it is mandatory", () => {
    const mandatory: UserField[] = ["firstName", "username"];
    expect(codesOf(judge({ firstName: "Ada" }, { mandatory: ["firstName"] }))).toEqual(["username missing"]);
    expect(codesOf(judge({ ...ADA, username: " " }, { mandatory }))).toEqual(["username missing"]);
  });
});

describe("role", () => {
  test("words are understood", () => {
    expect(judge({ ...ADA, role: "View-only admin" }).values.role).toBe("viewer");
    expect(judge({ ...ADA, role: " " }).values.role).toBe("user");
  });

  test("one that may not be given is an issue", () => {
    expect(codesOf(judge({ ...ADA, role: "admin" }))).toEqual(["role role_not_grantable"]);
    expect(judge({ ...ADA, role: "admin" }, { grantableRoles: ROLES }).values.role).toBe("admin");
  });
});

test("a password goes nowhere", () => {
  for (const password of ["Str0ng-passw0rd", "sh0rt!", "x".repeat(300)]) {
    expect(JSON.stringify(judge({ ...ADA, password }))).not.toContain(password);
  }
});

test("a mandatory field without a column is missing on every row", () => {
  expect(codesOf(judge({ firstName: "Ada", lastName: "Adams" }))).toEqual(["accessEmail missing"]);
  expect(codesOf(judge(ADA, { mandatory: ["mobilePhone", "password"] }))).toEqual([
    "password missing",
    "mobilePhone missing",
  ]);
});

test("a mandatory field that is filled is there, though its value goes nowhere", () => {
  const mandatory: UserField[] = ["password", "status"];
  expect(codesOf(judge({ ...ADA, password: "Str0ng-passw0rd", status: "active" }, { mandatory }))).toEqual(
    [],
  );
});

test("the default country is for phones that lack one", () => {
  const phones = { ...ADA, mobilePhone: "20 7455 9485", businessPhone: "+49 170 1234567" };
  expect(judge(phones, { defaultCountry: "GB" }).values).toMatchObject({
    mobilePhone: "+442074559485",
    businessPhone: "+491701234567",
  });
});

describe("cells", () => {
  const columns = columnsOf(["firstName", "lastName", "accessEmail"]);

  test("more of them than columns is an issue, unless they are blank", () => {
    const cells = ["Ada", "Adams", "ada@x.example"];
    expect(judgeRow({ line: 2, cells: [...cells, " ", "x"] }, columns, CONTEXT).issues).toEqual([
      {
        field: null,
        code: "cells_too_many",
        message:
          "This row has 5 cells for 3 columns. Quote a cell that holds the delimiter, or take the extra cell out.",
      },
    ]);
    expect(judgeRow({ line: 2, cells: [...cells, "", "\u00a0"] }, columns, CONTEXT).issues).toEqual([]);
  });

  test("a guarded formula is the text that was guarded", () => {
    expect(judge({ ...ADA, firstName: "'=1+1", lastName: "''@x" }).values).toMatchObject({
      firstName: "=1+1",
      lastName: "'@x",
    });
    expect(judge({ ...ADA, mobilePhone: "'+49 170 1234567" }).values.mobilePhone).toBe("+491701234567");
    expect(judge({ ...ADA, lastName: "'t Hooft" }).values.lastName).toBe("'t Hooft");
  });
});

test("no text makes it throw, and every row has values or words", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("ada@x.example", "4917012345670", "Blocked", "__proto__"),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: USER_FIELDS.length + 2 }), (cells) => {
      const { issues, values } = judgeRow({ line: 2, cells }, columnsOf(USER_FIELDS), CONTEXT);
      expect(values.password).toBeUndefined();
      for (const { message, field } of issues) {
        expect(message).toMatch(/^[A-Z].*\.$/s);
        expect(message).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u200b]/u);
        if (field) expect(values[field]).toBeUndefined();
      }
      if (issues.length === 0) expect(values.username).toMatch(/@acme\.example$/);
    }),
    { numRuns: 500 },
  );
});

test("#clear empties an optional field, and is refused of one that cannot be empty", () => {
  const { values, issues } = judge({ ...ADA, company: " #clear", mobilePhone: "#CLEAR", udid: "" });
  expect(issues).toEqual([]);
  expect(values).toMatchObject({ company: "", mobilePhone: "" });
  expect(values).not.toHaveProperty("udid");
  const optional: Partial<JudgeContext> = { mandatory: ["firstName", "company"] };
  const refused = judge({ ...ADA, firstName: "#clear", company: "#clear", username: "#clear" }, optional);
  expect(codesOf(refused)).toEqual([
    "firstName clear_refused",
    "company clear_refused",
    "username clear_refused",
  ]);
  expect(codesOf(judge({ ...ADA, role: "#clear", status: "#clear" }))).toEqual([
    "role role_unknown",
    "status status_unknown",
  ]);
});

test("a blank role is none where the row may mean somebody who has one", () => {
  expect(judge(ADA, { defaultRole: null }).values).not.toHaveProperty("role");
  expect(judge({ ...ADA, role: "user" }, { defaultRole: null }).values.role).toBe("user");
});
