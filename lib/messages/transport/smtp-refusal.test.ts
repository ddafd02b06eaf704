import { expect, test } from "vitest";
import { isRecipientRefused } from "@/lib/messages/transport/smtp-refusal";

const refused = (command: string, response: string) =>
  isRecipientRefused({ command, response, responseCode: Number(response.slice(0, 3)) });

test.each([
  ["RCPT TO", "550 There is no such mailbox."],
  ["RCPT TO", "550 5.1.1 <ada@x.example>: Recipient address rejected: User unknown"],
  ["RCPT TO", "550-5.1.1 The account that you tried to reach does not exist.\n550 5.1.1 Look it up."],
  ["RCPT TO", "550 5.1.0 Address rejected"],
  ["RCPT TO", "551 User not local"],
  ["RCPT TO", "553 5.1.3 Bad recipient address syntax"],
  ["RCPT TO", "556 5.1.10 This domain takes no mail"],
  ["RCPT TO", "550 sorry, no mailbox here by that name (#5.1.1)"],
  ["DATA", "550 5.1.1 User unknown"],
])("after %s, “%s” is about the recipient's address", (command, response) => {
  expect(refused(command, response)).toBe(true);
});

test.each([
  ["RCPT TO", "450 4.1.1 Come again later"],
  ["RCPT TO", "452 4.2.2 The mailbox is full"],
  ["RCPT TO", "550 5.7.1 Relaying denied"],
  ["RCPT TO", "550 relay not permitted"],
  ["RCPT TO", "550 5.7.1 Your network is blocked"],
  ["RCPT TO", "550 5.1.8 Sender address rejected: Domain not found"],
  ["RCPT TO", "550 5.1.0 <us@x.example>: Sender address rejected: User unknown"],
  ["RCPT TO", "553 sorry, that domain is not in my list of allowed rcpthosts (#5.7.1)"],
  ["RCPT TO", "530 5.7.0 Authentication required"],
  ["RCPT TO", "554 5.2.2 The mailbox is full"],
  ["MAIL FROM", "550 Mailbox unavailable"],
  ["MAIL FROM", "553 5.1.1 You may not send as this address"],
  ["DATA", "550 5.7.1 This looks like spam"],
  ["DATA", "550 Refused"],
  ["AUTH PLAIN", "535 5.7.8 Wrong password"],
  ["CONN", ""],
])("after %s, “%s” is not", (command, response) => {
  expect(refused(command, response)).toBe(false);
});
