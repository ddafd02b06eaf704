import { expect, test } from "vitest";
import { fieldInWords, fieldsToShow, valueInWords } from "@/components/audit/change-words";
import type { RecordedField, RecordedValue } from "@/lib/audit/changes";

test.each<[RecordedField, RecordedValue, string, string]>([
  ["accessEmail", "a@b.example", "Access email", "a@b.example"],
  ["accessEndsAt", "2026-12-31", "Access ends", "31 Dec 2026"],
  ["accessEndsAt", "2026-12-31T23:59:59.999Z", "Access ends", "31 Dec 2026, 23:59 UTC"],
  ["lockedUntil", "2026-11-22T04:50:00.000Z", "Locked until", "22 Nov 2026, 04:50 UTC"],
  ["company", "2026-12-31", "Company", "2026-12-31"],
  ["created", 12_000, "Created", "12,000"],
  ["kept", 0, "Kept as they are", "0"],
  ["mandatoryFields", "firstName, customerCode", "Mandatory fields", "First name, Customer code"],
  ["defaultCountry", "DE", "Default country", "Germany"],
  ["role", "viewer", "Role", "View-only admin"],
  ["role", "constructor", "Role", "constructor"],
  ["status", "removed", "Status", "Removed"],
  ["kind", "trim", "Kind", "White space"],
  ["inAddressBook", true, "Global address book", "yes"],
  ["note", null, "Note", "nothing"],
])("%s %j reads “%s: %s”", (field, value, name, words) => {
  expect([fieldInWords(field), valueInWords(field, value)]).toEqual([name, words]);
});

test("leaves out ids, and what is nothing on both sides", () => {
  expect(
    fieldsToShow({ company: null, udid: "1" }, { company: null, importId: "0199", role: "user" }),
  ).toEqual(["udid", "role"]);
});

test("shows what it has no word for as it is", () => {
  expect(fieldInWords("constructor" as RecordedField)).toBe("constructor");
});
