import { expect, test } from "vitest";
import { demoPeople } from "@/lib/setup/demo-people";
import { STATUSES, statusOf } from "@/lib/users/status";

const now = new Date("2026-11-21T12:00:00Z");
const people = demoPeople(320, "acme.example", now);

test("the people of the demo are always the same, each with a username and code of their own", () => {
  expect(demoPeople(320, "acme.example", now)).toEqual(people);
  expect(new Set(people.map(({ username }) => username)).size).toBe(320);
  const codes = people.flatMap(({ customerCode }) => customerCode ?? []);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { username } of people) expect(username).toMatch(/^[a-z]+\.[a-z]+\d*@acme\.example$/);
});

test("they have every status but locked, and are mostly active", () => {
  const nothing = {
    legacyStatus: null,
    suspendedAt: null,
    lockedUntil: null,
    accessEndsAt: null,
    activatedAt: null,
    credentialExpiresAt: null,
  };
  const statuses = people.map((person) => statusOf({ ...nothing, ...person }, now));
  expect(STATUSES.filter((status) => !statuses.includes(status))).toEqual(["locked"]);
  expect(statuses.filter((status) => status === "active").length).toBeGreaterThan(160);
  for (const { createdAt } of people) expect(createdAt.getTime()).toBeLessThanOrEqual(now.getTime());
});
