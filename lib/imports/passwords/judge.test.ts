import { expect, test } from "vitest";
import { filePasswordJudge } from "@/lib/imports/passwords/judge";

const ROW = {
  firstName: "Ada",
  lastName: "Adams",
  username: "ada@acme.example",
  mobilePhone: "+4917012345670",
};
const judge = (await filePasswordJudge("Imago Verum")) ?? (() => null);

test.each([
  ["password1", "password_known"],
  ["PASSWORD1", "password_known"],
  ["qwertyuiop", "password_known"],
  ["Adams-ada-1", "password_personal"],
  ["ada@acme.example", "password_personal"],
  ["imago2026verum", "password_personal"],
  ["12345670!ada", "password_personal"],
  ["Str0ng-passw0rd-1", null],
  ["x1K9vT3mQz8L", null],
  ["adams likes green tea", null],
])("%s: %s", (password, code) => {
  expect(judge(password, ROW)?.code ?? null).toBe(code);
});

test("no message repeats the password", () => {
  for (const password of ["password1", "Adams-ada-1"])
    expect(judge(password, ROW)?.message).not.toContain(password);
});
