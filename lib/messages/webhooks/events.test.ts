import { expect, test } from "vitest";
import { readResendEvent, readTwilioStatus } from "@/lib/messages/webhooks/events";

const ORGANIZATION = "01a2017d-41bf-728f-867e-25b5950203f1";
const MESSAGE = "01a2017d-41bf-728f-867e-25b5950203f2";
const TAGS = { organization: ORGANIZATION, message: MESSAGE };
const NOW = new Date("2026-11-22T10:00:00Z");
const event = (type: string, data: object) =>
  JSON.stringify({ type, created_at: "2026-11-22T09:59:00.000Z", data: { email_id: "r1", ...data } });

test("an event of Resend's names its message by its tags, in either of their shapes", () => {
  const noted = {
    organizationId: ORGANIZATION,
    messageId: MESSAGE,
    event: "delivered",
    at: new Date("2026-11-22T09:59:00Z"),
    reason: null,
  };
  expect(readResendEvent(event("email.delivered", { tags: TAGS }))).toEqual(noted);
  const list = Object.entries(TAGS).map(([name, value]) => ({ name, value }));
  expect(readResendEvent(event("email.delivered", { tags: list }))).toEqual(noted);
});

test("a bounce says why, and one that may pass is none", () => {
  const bounced = (type: string) =>
    readResendEvent(event("email.bounced", { tags: TAGS, bounce: { type, message: "No such user." } }));
  expect(bounced("Permanent")).toMatchObject({ event: "bounced", reason: "No such user." });
  expect(bounced("Transient")).toBeNull();
});

test.each([
  ["no JSON", "{"],
  ["another kind", event("contact.created", { tags: TAGS })],
  ["the name of what every object has", event("constructor", { tags: TAGS })],
  ["no tags", event("email.delivered", {})],
  ["another's tags", event("email.delivered", { tags: { message: "1", organization: "2" } })],
])("%s tells nothing", (_, body) => {
  expect(readResendEvent(body)).toBeNull();
});

test("a status of Twilio's names its message by the address", () => {
  const address = new URLSearchParams(TAGS);
  const read = (fields: Record<string, string>) =>
    readTwilioStatus(address, new URLSearchParams(fields), NOW);
  expect(read({ MessageStatus: "delivered" })).toMatchObject({
    messageId: MESSAGE,
    event: "delivered",
    at: NOW,
  });
  expect(read({ MessageStatus: "undelivered", ErrorCode: "30003" })).toMatchObject({
    event: "bounced",
    reason: "Twilio’s error 30003",
  });
  expect(read({ MessageStatus: "queued" })).toBeNull();
  expect(
    readTwilioStatus(new URLSearchParams(), new URLSearchParams({ MessageStatus: "sent" }), NOW),
  ).toBeNull();
});
