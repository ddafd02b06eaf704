import { expect, test } from "vitest";
import { ownRowWords } from "@/lib/imports/review/own-row";

test("what a row changes of whoever reads it, and what it does not", () => {
  expect(ownRowWords({ before: {}, after: { company: "New", firstName: "Ada", udid: null } })).toBe(
    "The import changes your own first name, company and UDID. Your username, password and role stay as before. To leave your account alone, unselect the row.",
  );
});

test("a role is said with what it means, and a password is named", () => {
  expect(
    ownRowWords({ before: {}, after: { role: "user", password: "set", username: "ada@acme.example" } }),
  ).toBe(
    "The import changes your own username, password and role. You will be “User”, and may then do only what that role may. You will be signed out, and sign in with the password of the file. To leave your account alone, unselect the row.",
  );
});
