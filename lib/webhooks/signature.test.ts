import { expect, test } from "vitest";
import { isSignedBySvix } from "@/lib/messages/webhooks/svix";
import { newWebhookSecret, signedHeaders } from "@/lib/webhooks/signature";

test("signs as the example of Standard Webhooks does", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  const body = '{"test": 2432232314}';
  expect(signedHeaders({ id, timestamp: 1614265330, body }, [secret])).toEqual({
    "webhook-id": id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("signs by each secret that holds", () => {
  const [one, other] = [newWebhookSecret(), newWebhookSecret()];
  const now = Date.now();
  const message = { id: "1", timestamp: Math.floor(now / 1000), body: "{}" };
  const signed = { ...message, timestamp: String(message.timestamp) };
  const signature = signedHeaders(message, [one, other])["webhook-signature"] ?? "";
  for (const secret of [one, other]) expect(isSignedBySvix({ ...signed, signature }, secret, now)).toBe(true);
  expect(isSignedBySvix({ ...signed, signature }, newWebhookSecret(), now)).toBe(false);
});
