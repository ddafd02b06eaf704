import { expect, test } from "vitest";
import { choicesInWords, commitBlock, commitWords, messagesInWords } from "@/components/imports/commit-words";
import { NO_CHOICES } from "@/lib/imports/choices";

test.each([
  [1, 0, false, "Import 1 user"],
  [2, 0, true, "Schedule the import of 2 users"],
  [0, 1200, false, "Update 1,200 users"],
  [0, 3, true, "Schedule the update of 3 users"],
  [2, 3, false, "Import 2 users, update 3"],
  [2, 3, true, "Schedule 2 users and 3 updates"],
])("%i new and %i changed, later: %s", (create, update, isLater, words) => {
  expect(commitWords({ create, update, isLater })).toBe(words);
});

test("the button says why it does nothing", () => {
  const fine = {
    create: 1,
    update: 0,
    invalid: 0,
    onError: "refuse" as const,
    chosen: { lacksMirror: false, moment: null },
  };
  expect(commitBlock(fine)).toBeNull();
  expect(commitBlock({ ...fine, create: 0 })).toMatch(/nobody/);
  expect(commitBlock({ ...fine, invalid: 1 })).toMatch(/errors/);
  expect(commitBlock({ ...fine, invalid: 1, onError: "skip" })).toBeNull();
  expect(commitBlock({ ...fine, chosen: { lacksMirror: true, moment: null } })).toMatch(/mirror/);
  expect(commitBlock({ ...fine, chosen: { lacksMirror: false, moment: "" } })).toMatch(/date/);
  expect(commitBlock({ ...fine, chosen: { lacksMirror: false, moment: "2026-12-01T08:00" } })).toBeNull();
});

test.each([
  [3, 2, 1, "3 e-mails, 2 SMS (1 has no mobile phone)"],
  [1, 0, 0, "1 e-mail"],
  [0, 1200, 0, "1,200 SMS"],
  [0, 0, 2, "No message (2 have no mobile phone)"],
  [0, 0, 0, "No message"],
])("%i e-mails and %i SMS, of which %i cannot be sent", (emails, sms, lacking, words) => {
  expect(messagesInWords({ emails, sms, lacking })).toBe(words);
});

test("all choices are one line", () => {
  const none = { ...NO_CHOICES, lacksMirror: false, moment: null };
  expect(choicesInWords(none, 1)).toBe("User, no message, now");
  expect(choicesInWords(none, 0)).toBe("now");
  const all = {
    ...none,
    addressBook: true,
    notify: "email" as const,
    note: "x",
    lacksMirror: true,
    moment: "",
  };
  expect(choicesInWords(all, 2)).toBe(
    "as a person has, a link by e-mail, in the address book, at a chosen time, with a note",
  );
});
