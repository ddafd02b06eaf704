import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { isSignedBySvix, TOLERANCE_SECONDS } from "@/lib/messages/webhooks/svix";

const SECRET = `whsec_${Buffer.from("a key of the test, and no other").toString("base64")}`;
const NOW = 1_800_000_000_000;

function signed(body: string, { secret = SECRET, seconds = NOW / 1000, id = "msg_1" } = {}) {
  const key = Buffer.from(secret.slice(6), "base64");
  const timestamp = String(seconds);
  const digest = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { id, timestamp, signature: `v1,${digest}`, body };
}

test("the scheme's own example is good", () => {
  const example = {
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    timestamp: "1614265330",
    signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    body: '{"test": 2432232314}',
  };
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  expect(isSignedBySvix(example, secret, 1_614_265_330_000)).toBe(true);
  expect(isSignedBySvix({ ...example, body: '{"test": 2432232315}' }, secret, 1_614_265_330_000)).toBe(false);
});

test("one of several signatures suffices, and other versions count for nothing", () => {
  const good = signed("{}");
  expect(isSignedBySvix({ ...good, signature: `v1,AAAA ${good.signature}` }, SECRET, NOW)).toBe(true);
  expect(isSignedBySvix({ ...good, signature: good.signature.replace("v1,", "v1a,") }, SECRET, NOW)).toBe(
    false,
  );
});

test("another body, id, time, secret, or none is refused", () => {
  const good = signed("{}");
  for (const wrong of [
    { ...good, body: "{ }" },
    { ...good, id: "msg_2" },
    { ...good, id: null },
    { ...good, timestamp: String(NOW / 1000 - 1) },
    { ...good, timestamp: null },
    { ...good, timestamp: "x" },
    { ...good, signature: null },
    { ...good, signature: "v1," },
    signed("{}", { secret: `whsec_${Buffer.from("another").toString("base64")}` }),
  ])
    expect(isSignedBySvix(wrong, SECRET, NOW)).toBe(false);
});

test("what is older or newer than five minutes is refused, however well it is signed", () => {
  const at = (seconds: number) =>
    isSignedBySvix(signed("{}", { seconds: NOW / 1000 + seconds }), SECRET, NOW);
  expect([-TOLERANCE_SECONDS, 0, TOLERANCE_SECONDS].map(at)).toEqual([true, true, true]);
  expect([-TOLERANCE_SECONDS - 1, TOLERANCE_SECONDS + 1].map(at)).toEqual([false, false]);
});
