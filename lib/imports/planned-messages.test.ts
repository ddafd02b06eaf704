import { expect, test } from "vitest";
import { plannedMessages } from "@/lib/imports/planned-messages";

const REACHABLE = { people: 5, withEmail: 5, withMobile: 2, withPassword: 4 };

test.each([
  ["none", "link", { emails: 0, sms: 0, lacking: 0 }],
  ["email", "link", { emails: 5, sms: 0, lacking: 0 }],
  ["sms", "link", { emails: 0, sms: 2, lacking: 3 }],
  ["both", "link", { emails: 5, sms: 2, lacking: 3 }],
  ["email", "generated", { emails: 5, sms: 0, lacking: 0 }],
  ["sms", "generated", { emails: 0, sms: 2, lacking: 3 }],
  ["email", "chosenSent", { emails: 9, sms: 0, lacking: 0 }],
  ["none", "chosenSent", { emails: 0, sms: 0, lacking: 0 }],
] as const)("by %s, with %s", (notify, password, planned) => {
  expect(plannedMessages(REACHABLE, { notify, password })).toEqual(planned);
});
