import { expect, test } from "vitest";
import { audienceInWords, leftInWords, sendInWords } from "@/components/messages/compose-words";

test("an audience is said in words", () => {
  expect(audienceInWords({ ids: ["a"] })).toBe("1 person whom you selected.");
  expect(audienceInWords({ invitedDaysAgo: 3 })).toBe(
    "Everybody who was invited 3 days ago or earlier and has not activated the account.",
  );
  expect(audienceInWords({ invitedDaysAgo: 0 })).toContain("invited so far");
  expect(audienceInWords({ lapsed: true })).toBe(
    "Everybody whose link has lapsed and who has not activated the account.",
  );
  const filter = {
    search: "adams",
    status: "active" as const,
    role: "viewer" as const,
    importId: null,
    groupId: null,
  };
  expect(audienceInWords({ filter })).toBe(
    "All active people with the role “View-only admin” whom “adams” finds.",
  );
  expect(
    audienceInWords({ filter: { search: "", status: null, role: null, importId: null, groupId: null } }),
  ).toBe("All people.");
  expect(audienceInWords({ filter: { ...filter, search: "", role: null, importId: "a" } })).toBe(
    "All active people of one import.",
  );
});

test("numbers agree with what they count", () => {
  expect(leftInWords("removed", 1)).toBe("1 person is left out: removed.");
  expect(leftInWords("removed", 2000)).toBe("2,000 people are left out: removed.");
  expect(sendInWords(1, "email")).toBe("Send 1 e-mail");
  expect(sendInWords(1200, "sms")).toBe("Send 1,200 SMS");
});
