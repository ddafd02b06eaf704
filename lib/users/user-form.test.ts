import { describe, expect, test } from "vitest";
import { blankUserForm, suggestUsername, userFormOf } from "@/lib/users/user-form";

const domains = { domains: ["acme.example", "acme.test"], primaryDomain: "acme.example" };
const nobody = { firstName: "", lastName: "", accessEmail: "" };

describe("suggestUsername", () => {
  test("takes the access email where its domain is the organization's", () => {
    const given = { ...nobody, accessEmail: " Maria.Miller@acme.test " };
    expect(suggestUsername(given, domains)).toEqual({ local: "maria.miller", domain: "acme.test" });
  });

  test("takes the local part alone where the domain is somebody else's, or not typed yet", () => {
    const elsewhere = { ...nobody, accessEmail: "maria@mail.example" };
    expect(suggestUsername(elsewhere, domains)).toEqual({ local: "maria", domain: "acme.example" });
    expect(suggestUsername({ ...nobody, accessEmail: "mar" }, domains).local).toBe("mar");
  });

  test("makes one of the names in plain letters while there is no access email", () => {
    const named = { ...nobody, firstName: "Łukasz Jürgen", lastName: "O’Neil-Groß" };
    expect(suggestUsername(named, domains)).toEqual({
      local: "lukaszjurgen.oneil-gross",
      domain: "acme.example",
    });
  });

  test("is blank when nothing gives a letter", () => {
    expect(suggestUsername({ ...nobody, firstName: "明" }, domains).local).toBe("");
    expect(suggestUsername(nobody, domains).local).toBe("");
  });

  test("passes over an access email that could be no username", () => {
    const given = { firstName: "Zoë", lastName: "", accessEmail: "zo ë@mail.example" };
    expect(suggestUsername(given, domains).local).toBe("zoe");
  });
});

test("userFormOf takes a username apart and shows nothing where there is none", () => {
  const { usernameLocal: _, domain: __, ...blank } = blankUserForm("acme.example", "user");
  const accessEndsAt = new Date("2030-12-31T23:59:59.999Z");
  const form = userFormOf({
    ...blank,
    accessProfile: null,
    username: "maria@acme.test",
    otherEmail: null,
    company: null,
    accessEndsAt,
  });
  expect(form).toMatchObject({ usernameLocal: "maria", domain: "acme.test", otherEmail: "", company: "" });
  expect(form.accessEndsAt).toBe("2030-12-31");
});
