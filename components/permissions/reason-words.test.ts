import { expect, test } from "vitest";
import { reasonInWords } from "@/components/permissions/reason-words";
import type { Given } from "@/lib/permissions/explain";

const given: Given = { at: new Date("2026-03-03T23:30:00Z"), by: "Ada Adams", mirrorOf: null };
const mirrored: Given = { ...given, mirrorOf: "Pia Probe" };

test("a reason says what gives it, who gave that, when, and whose it is", () => {
  expect(reasonInWords({ kind: "everybody" })).toBe("Everybody has it");
  expect(reasonInWords({ kind: "role", role: "admin", given })).toBe(
    "By the role Organization admin, given by Ada Adams on 3 Mar 2026",
  );
  expect(reasonInWords({ kind: "accessProfile", accessProfile: "userManagementAdmin", given })).toBe(
    "By the access profile User Management Admin, given by Ada Adams on 3 Mar 2026",
  );
  expect(reasonInWords({ kind: "group", name: "Front desk", given: mirrored })).toBe(
    "By the group “Front desk”, taken in by Ada Adams on 3 Mar 2026, taken over from Pia Probe",
  );
  const put = { at: new Date("2026-03-05T12:00:00Z"), by: "Ben Bell", mirrorOf: null };
  expect(reasonInWords({ kind: "group", name: "Front desk", given, put })).toBe(
    "By the group “Front desk”, taken in by Ada Adams on 3 Mar 2026, put into the group by Ben Bell on 5 Mar 2026",
  );
  expect(
    reasonInWords({
      kind: "rule",
      name: "Sellers",
      words: "Company is “Sales”",
      made: given,
      since: new Date("2026-03-05T12:00:00Z"),
    }),
  ).toBe(
    "By the rule of the group “Sellers” (Company is “Sales”), made by Ada Adams on 3 Mar 2026; since 5 Mar 2026",
  );
  expect(reasonInWords({ kind: "alone", given: mirrored })).toBe(
    "Given to them alone by Ada Adams on 3 Mar 2026, taken over from Pia Probe",
  );
});

test("a role that was taken over says from whom", () => {
  expect(reasonInWords({ kind: "role", role: "billing", given: mirrored })).toBe(
    "By the role Billing admin, given by Ada Adams on 3 Mar 2026, taken over from Pia Probe",
  );
});

test("whoever works here from elsewhere is told with where that is", () => {
  expect(reasonInWords({ kind: "manager", organization: "Head office", role: "viewer" })).toBe(
    "Works here as View-only admin from “Head office”, which manages this organization",
  );
});

test("what comes by following is told so", () => {
  expect(reasonInWords({ kind: "alone", given: { ...mirrored, isFollowed: true } })).toBe(
    "Given to them alone by Ada Adams on 3 Mar 2026, as long as they follow Pia Probe",
  );
});

test("it says nothing of what nobody wrote down", () => {
  expect(reasonInWords({ kind: "role", role: "viewer", given: null })).toBe("By the role View-only admin");
  expect(reasonInWords({ kind: "accessProfile", accessProfile: "userManagementViewer", given: null })).toBe(
    "By the access profile User Management Viewer",
  );
  expect(reasonInWords({ kind: "alone", given: { ...given, by: null } })).toBe(
    "Given to them alone on 3 Mar 2026",
  );
});
