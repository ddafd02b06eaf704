import { expect, test } from "vitest";
import { answered } from "@/lib/answered";
import { fail, ok } from "@/lib/result";

const lost = () => Promise.reject(new TypeError("Failed to fetch"));

test("passes an answer on as it is", async () => {
  expect(await answered(Promise.resolve(ok(1)))).toEqual(ok(1));
  expect(await answered(Promise.resolve(fail("conflict", "No.")))).toEqual(fail("conflict", "No."));
});

test("says that there was none, which is no conflict", async () => {
  expect(await answered(lost())).toEqual(fail("unavailable", "The server did not answer. Try again."));
  expect(await answered(lost(), { isTyped: true })).toEqual(
    fail("unavailable", "The server did not answer. Try again. Nothing typed is lost."),
  );
});
