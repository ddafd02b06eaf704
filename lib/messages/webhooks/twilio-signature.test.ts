import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { isSignedByTwilio } from "@/lib/messages/webhooks/twilio-signature";

const URL_ASKED = "https://people.example.com/api/webhooks/twilio?organization=o&message=m";
const FIELDS = new URLSearchParams({ MessageStatus: "delivered", MessageSid: "SM1", To: "+4915112345678" });
const sign = (text: string) => createHmac("sha1", "token").update(text).digest("base64");
const GOOD = sign(`${URL_ASKED}MessageSidSM1MessageStatusdeliveredTo+4915112345678`);

test("the address and the fields in order are what is signed", () => {
  expect(isSignedByTwilio(URL_ASKED, FIELDS, GOOD, "token")).toBe(true);
});

test("another message, field, token or signature is refused", () => {
  const failed = new URLSearchParams(
    [...FIELDS].map(([name, value]) => [name, value === "delivered" ? "failed" : value]),
  );
  expect(isSignedByTwilio(URL_ASKED.replace("message=m", "message=n"), FIELDS, GOOD, "token")).toBe(false);
  expect(isSignedByTwilio(URL_ASKED, failed, GOOD, "token")).toBe(false);
  expect(isSignedByTwilio(URL_ASKED, FIELDS, GOOD, "another")).toBe(false);
  for (const wrong of [null, "", "AAAA", `${GOOD}AA`])
    expect(isSignedByTwilio(URL_ASKED, FIELDS, wrong, "token")).toBe(false);
});
