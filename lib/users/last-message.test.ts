import { expect, test } from "vitest";
import { messageInWords } from "@/lib/users/last-message";

test.each([
  ["invitation", "email", "sent", "Invitation by e-mail: sent"],
  ["invitation", "email", "failed", "Invitation by e-mail: could not be delivered"],
  ["other", "letter", "lost", "Message: lost"],
])("%s by %s that is %s", (kind, method, state, words) => {
  expect(messageInWords({ kind, method, state })).toBe(words);
});
