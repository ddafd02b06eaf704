import { expect, test } from "vitest";
import { payloadOf } from "@/lib/webhooks/payload";

const event = {
  eventId: "e",
  action: "user.updated",
  occurredAt: new Date("2026-11-24T01:02:03.004Z"),
  organizationId: "o",
  subjectId: "u",
  actorKind: "user",
  actorUserId: "a",
  changes: {},
};

test("names every field that changed, and tells the values only of those that say nothing of who somebody is", () => {
  const personal = {
    firstName: "Ada",
    mobilePhone: "+4915112345678",
    "property.Badge": "7",
    accessEmail: "a@x.example",
  };
  const changes = { before: { ...personal, role: "user" }, after: { ...personal, role: "admin" } };
  const body = payloadOf({ ...event, changes });
  expect(JSON.parse(body)).toEqual({
    type: "user.updated",
    timestamp: "2026-11-24T01:02:03.004Z",
    data: {
      id: "u",
      organizationId: "o",
      changed: ["accessEmail", "firstName", "mobilePhone", "property.Badge", "role"],
      values: { role: "admin" },
      by: { kind: "user", id: "a" },
    },
  });
});

test("is the same each time, in whatever order the database gives the fields", () => {
  const one = payloadOf({ ...event, changes: { after: { role: "user", group: "Desk" } } });
  expect(payloadOf({ ...event, changes: { after: { group: "Desk", role: "user" } } })).toBe(one);
});

test.each([[null], ["text"], [[1]], [{ before: null, after: 7 }]])(
  "makes do with changes like %j",
  (changes) => {
    expect(JSON.parse(payloadOf({ ...event, changes })).data.changed).toEqual([]);
  },
);
