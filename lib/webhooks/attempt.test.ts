import { expect, test } from "vitest";
import { judge, readAttempts } from "@/lib/webhooks/attempt";

const at = new Date("2026-11-24T00:00:00Z");
const came = (status: number, more = {}) => ({
  status,
  body: Buffer.from("words"),
  isCompressed: false,
  retryAfter: undefined,
  ...more,
});
const judged = (answer: Parameters<typeof judge>[0], hours = 0) =>
  judge(answer, { at, tookMs: 5 }, { tries: 1, since: new Date(at.getTime() - hours * 3_600_000) });

test("only 2xx is success", () => {
  for (const status of [200, 201, 204, 299]) expect(judged(came(status)).state).toBe("delivered");
  for (const status of [100, 199, 300, 301, 304, 400, 404, 429, 500, 599])
    expect(judged(came(status)).state).toBe("waiting");
  expect(judged({ problem: "Nothing listens there." })).toMatchObject({
    state: "waiting",
    attempt: { status: null, problem: "Nothing listens there.", answer: "" },
  });
});

test("410 says that it is gone, and a day of tries is enough", () => {
  expect(judged(came(410)).isGone).toBe(true);
  expect(judged(came(404)).isGone).toBe(false);
  expect(judged(came(500), 23.9).state).toBe("waiting");
  expect(judged(came(500), 24).state).toBe("failed");
  expect(judged(came(200), 24).state).toBe("delivered");
});

test.each([
  ["60", 60_000],
  ["Tue, 24 Nov 2026 00:02:00 GMT", 120_000],
  ["Mon, 23 Nov 2026 00:00:00 GMT", 5_000],
  ["-5", 5_000],
  ["soon", 5_000],
  ["999999999", 7_200_000],
])("Retry-After: %s waits %i ms", (retryAfter, waits) => {
  const { nextAttemptAt } = judged(came(503, { retryAfter }));
  expect((nextAttemptAt?.getTime() ?? 0) - at.getTime()).toBe(waits);
});

test("what is kept of an answer can be kept and shown", () => {
  const { attempt } = judged(came(500, { body: Buffer.from([0x61, 0, 0x1b, 0xff, 0xfe, 0x62]) }));
  expect(attempt.answer).toBe("ab");
  expect(judged(came(500, { isCompressed: true })).attempt.answer).toBe("(compressed)");
  expect(readAttempts(JSON.parse(JSON.stringify([attempt])))).toEqual([attempt]);
  expect(readAttempts("nonsense")).toEqual([]);
});
