import { expect, test } from "vitest";
import { blankUserForm } from "@/lib/users/user-form";
import { readUserForm, type UserFormIssue, type UserFormSettings } from "@/lib/users/user-form-read";

const settings: UserFormSettings = {
  mandatoryFields: ["firstName", "lastName", "accessEmail"],
  defaultCountry: null,
};

const maria = {
  ...blankUserForm("acme.example", "user"),
  firstName: " Maria ",
  lastName: "Miller",
  usernameLocal: "Maria.Miller",
  accessEmail: "Maria@Mail.example",
};

function issuesOf(values: typeof maria, given: Partial<UserFormSettings> = {}): UserFormIssue[] {
  const result = readUserForm(values, { ...settings, ...given });
  return result.ok ? [] : (result.error.issues ?? []);
}

test("reads canonical values, and null for what is blank", () => {
  const result = readUserForm({ ...maria, mobilePhone: "0049 170 1234567" }, settings);
  expect(result).toEqual({
    ok: true,
    value: {
      firstName: "Maria",
      lastName: "Miller",
      usernameLocal: "maria.miller",
      domain: "acme.example",
      accessEmail: "maria@mail.example",
      otherEmail: null,
      mobilePhone: "+491701234567",
      businessPhone: null,
      company: null,
      customerCode: null,
      udid: null,
      accessEndsAt: null,
      inAddressBook: false,
      properties: {},
      role: "user",
      accessProfile: null,
    },
  });
});

test("says all that is wrong, at its field", () => {
  const issues = issuesOf({ ...maria, firstName: "", accessEmail: "maria", mobilePhone: "20 7455 9485" });
  expect(issues.map(({ path }) => path)).toEqual(["firstName", "accessEmail", "mobilePhone"]);
  expect(issues[2]?.message).toMatch(/country code/);
});

test("asks for what the organization's settings ask for", () => {
  const issues = issuesOf(maria, { mandatoryFields: ["firstName", "mobilePhone", "nonsense"] });
  expect(issues).toEqual([{ path: "mobilePhone", message: "Mobile phone is missing." }]);
});

test("reads phones by the organization's country", () => {
  const result = readUserForm(
    { ...maria, businessPhone: "020 7455 9485" },
    { ...settings, defaultCountry: "GB" },
  );
  expect(result).toMatchObject({ ok: true, value: { businessPhone: "+442074559485" } });
});

test("offers what would be right", () => {
  expect(issuesOf({ ...maria, accessEmail: "mailto:maria@mail.example" })[0]?.suggestion).toBe(
    "maria@mail.example",
  );
});
