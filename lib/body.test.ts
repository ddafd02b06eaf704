import { expect, test } from "vitest";
import { JSON_BYTES_MAX, readJson } from "@/lib/body";

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request("http://rollcall.example/api", {
    method: "POST",
    body,
    headers,
    ...({ duplex: "half" } as object),
  });

test("a body is read as JSON, and what is none holds nothing", async () => {
  expect(await readJson(post('{"a": [1]}'))).toEqual({ isTooLong: false, json: { a: [1] } });
  for (const body of [null, "", "{", "a"])
    expect(await readJson(post(body))).toEqual({ isTooLong: false, json: null });
});

test("a body that breaks off holds nothing", async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("The connection is gone.")),
  });
  expect(await readJson(post(broken))).toEqual({ isTooLong: false, json: null });
});

test("a body may have so many bytes and not one more", async () => {
  const text = `"${"a".repeat(JSON_BYTES_MAX - 2)}"`;
  expect(await readJson(post(text))).toMatchObject({ isTooLong: false });
  expect(await readJson(post(`${text} `))).toEqual({ isTooLong: true });
  expect(await readJson(post("{}", { "content-length": String(JSON_BYTES_MAX + 1) }))).toEqual({
    isTooLong: true,
  });
});

test("an endless body is not read on", async () => {
  let taken = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken += 1;
      controller.enqueue(new Uint8Array(64 * 1024).fill(32));
    },
  });
  expect(await readJson(post(endless))).toEqual({ isTooLong: true });
  expect(taken).toBeLessThan(JSON_BYTES_MAX / (64 * 1024) + 5);
});
