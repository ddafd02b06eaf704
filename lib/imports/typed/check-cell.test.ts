import { expect, test } from "vitest";
import { judgeRow } from "@/lib/imports/rows/judge";
import { checkCell } from "@/lib/imports/typed/check-cell";
import { TYPED_FIELDS } from "@/lib/imports/typed/fields";
import { ROLES } from "@/lib/permissions/roles";

const RULES = { domains: ["acme.example"], primaryDomain: "acme.example", roles: ROLES };

test.each([
  ["accessEmail", "ada@", "email_malformed"],
  ["mobilePhone", "4.96967E+12", "phone_changed_by_spreadsheet"],
  ["username", "ada@elsewhere.example", "username_foreign_domain"],
  ["role", "king", "role_unknown"],
  ["firstName", "x".repeat(101), "text_too_long"],
] as const)("%s %j: %s", (field, text, code) => {
  expect(checkCell(text, field, RULES)?.code).toBe(code);
});

test.each([
  ["accessEmail", ""],
  ["accessEmail", "ada@acme.example"],
  ["mobilePhone", "'+44 20 7455 9485"],
  ["mobilePhone", "20 7455 9485"],
  ["username", "ada"],
  ["role", "Organization admin"],
  ["company", "#clear"],
] as const)("leaves %s %j to the server", (field, text) => {
  expect(checkCell(text, field, RULES)).toBeNull();
});

const TEXTS = [
  "",
  " ",
  "Ada",
  "ada@acme.example",
  "'+49 170 1234567",
  "#clear",
  "=1+1",
  "x".repeat(300),
  "a\u202eb",
  "1E+9",
];

test("whatever it calls wrong, the server calls wrong too", () => {
  for (const field of TYPED_FIELDS) {
    for (const text of TEXTS) {
      const mine = checkCell(text, field, RULES);
      if (!mine) continue;
      const judged = judgeRow({ line: 1, cells: [text] }, [{ index: 0, field }], {
        ...RULES,
        mandatory: [],
        grantableRoles: ROLES,
        defaultRole: "user",
      });
      expect(judged.issues, `${field} ${text}`).toContainEqual(
        expect.objectContaining({ field, code: mine.code }),
      );
    }
  }
});
