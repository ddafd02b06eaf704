import { expect, test } from "vitest";
import { headerKey, headersKey } from "@/lib/imports/columns/header-key";

test.each([
  "First Name",
  "first_name",
  "FIRST-NAME",
  "\ufefffirst\u00a0name ",
  "Ｆｉｒｓｔ Ｎａｍｅ",
  "first name*:",
  "First\nName",
])("%j is firstname", (header) => {
  expect(headerKey(header)).toBe("firstname");
});

test("accents make no difference, other letters do", () => {
  expect(headerKey("Prénom")).toBe("prenom");
  expect(headerKey("имя")).toBe("имя");
  expect(headerKey("'=SUM")).toBe("sum");
});

test("files with the same headers have one key", () => {
  expect(headersKey(["First Name", "E-mail"])).toBe(headersKey(["first_name", "Email "]));
  expect(headersKey(["a", "b"])).not.toBe(headersKey(["b", "a"]));
  expect(headersKey(["a,b"])).not.toBe(headersKey(["a", "b"]));
});
