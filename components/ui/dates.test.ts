import { expect, test } from "vitest";
import { dayInWords, secondInWords, timeInWords } from "@/components/ui/dates";

test("days and times are those of UTC, wherever the server is", () => {
  const date = new Date("2026-11-21T23:59:00Z");
  expect(dayInWords(date)).toBe("21 Nov 2026");
  expect(timeInWords(date)).toBe("21 Nov 2026, 23:59 UTC");
  expect(secondInWords(date)).toBe("21 Nov 2026, 23:59:00");
});
