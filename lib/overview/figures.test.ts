import { expect, test } from "vitest";
import { countsByDay, invitationsOf, peopleOf, sumOfPeople, sumsOfInvitations } from "@/lib/overview/figures";

const rows = [
  { figure: "people.active", day: null, total: "40" },
  { figure: "people.active", day: null, total: "2" },
  { figure: "people.pending", day: null, total: 7 },
  { figure: "message.invitation.queued", day: null, total: 3 },
  { figure: "message.welcomeQr.sending", day: null, total: 1 },
  { figure: "message.loginDetails.bounced", day: null, total: 2 },
  { figure: "event.session.started", day: new Date("2026-11-22T00:00:00Z"), total: "9" },
  { figure: "event.user.activated", day: new Date("2026-11-23T00:00:00Z"), total: "5" },
];

test("people are summed by status", () => {
  expect(peopleOf(rows)).toMatchObject({ active: 42, pending: 7, locked: 0 });
  expect(sumOfPeople(peopleOf(rows))).toBe(49);
});

test("invitations are summed by what became of them", () => {
  expect(sumsOfInvitations(invitationsOf(rows))).toEqual({ waiting: 4, failed: 2 });
});

test("a day without an event is 0", () => {
  expect(countsByDay(rows, "session.started", ["2026-11-21", "2026-11-22", "2026-11-23"])).toEqual([0, 9, 0]);
});
