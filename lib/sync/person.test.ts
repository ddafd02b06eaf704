import { expect, test } from "vitest";
import { USUAL_FIELDS } from "@/lib/sync/kinds";
import { fieldOfPath, valuesOf } from "@/lib/sync/person";

const domains = { names: ["acme.example", "acme.test"], primary: "acme.example" };
const read = (attributes: Record<string, string | null>) => valuesOf(attributes, USUAL_FIELDS.entra, domains);

test("what the directory says nothing of is not said, and what it says is none is none", () => {
  expect(read({ givenName: "Ada", surname: "Lovelace", mobilePhone: null, companyName: " " })).toEqual({
    firstName: "Ada",
    lastName: "Lovelace",
    mobilePhone: null,
    company: null,
  });
});

test.each([
  ["Ada@ACME.test", "ada@acme.test"],
  ["ada@contoso.example", "ada@acme.example"],
  ["ada", "ada@acme.example"],
])("the username %s is %s here", (name, username) => {
  expect(read({ userPrincipalName: name }).username).toBe(username);
});

test("names that are not told apart are taken from the one that is shown", () => {
  expect(read({ displayName: "Ada King Lovelace" })).toMatchObject({
    firstName: "Ada King",
    lastName: "Lovelace",
  });
  expect(read({ displayName: "Ada King", surname: "Lovelace" })).toMatchObject({ lastName: "Lovelace" });
  expect(read({ displayName: "Printer" })).toEqual({});
});

test("who has no mailbox has the name to sign in with as one, unless it is a guest's", () => {
  expect(read({ userPrincipalName: "ada@x.example", mail: null }).accessEmail).toBe("ada@x.example");
  expect(read({ userPrincipalName: "ada_x#EXT#@x.example", mail: null }).accessEmail).toBeNull();
});

test("an issue's place is a field", () => {
  expect(["usernameLocal", "domain", "company", "role"].map(fieldOfPath)).toEqual([
    "username",
    "username",
    "company",
    "role",
  ]);
  const id = "0193b0a0-0000-7000-8000-000000000000";
  expect(fieldOfPath(`properties.${id}`)).toBe(`property.${id}`);
  expect(fieldOfPath("grants")).toBeNull();
});
