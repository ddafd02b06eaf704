import { expect, test } from "vitest";
import { judgeHeader } from "@/lib/imports/table/header";

const ADA = ["Ada", "Adams", "ada@imagoverum.example"];

test.each([
  [["firstname", "lastname", "emailaddress"], [ADA], true],
  [["Nome", "Sobrenome", "E-mail"], [ADA], true],
  [["Name", "XY"], [["Ada Adams", "1"]], true],
  [["ID", "Kontakt"], [["1", "ada@imagoverum.example"]], true],
  [ADA, [["Ben", "Berg", "ben@imagoverum.example"]], "ask"],
  [["Last", "Name", "ada@imagoverum.example"], [ADA], "ask"],
  [["User", "", "+49 170 1234567"], [], "ask"],
  [["one", "two"], [["three", "four"]], "ask"],
])("%j above %j: %s", (first, below, expected) => {
  expect(judgeHeader(first, below)).toBe(expected);
});
