import { describe, expect, test } from "vitest";
import { readApiUpload } from "@/lib/imports/api-upload";
import { IMPORT_LIMITS } from "@/lib/imports/limits";

function requestOf(form: FormData): Request {
  return new Request("http://rollcall.example/api/v1/imports", { method: "POST", body: form });
}

function formOf(options?: string | Blob): FormData {
  const form = new FormData();
  form.set("file", new File(["First name\nUna\n"], "people.csv"));
  if (options !== undefined) form.set("options", options);
  return form;
}

describe("an upload", () => {
  test("is a file", async () => {
    const upload = await readApiUpload(requestOf(formOf()));
    expect(upload).toMatchObject({ ok: true, options: {} });
    expect(upload.ok && (await upload.file.text())).toBe("First name\nUna\n");
    expect(upload.ok && upload.file.name).toBe("people.csv");
  });

  test.each([['{"onError":"refuse"}'], [new Blob(['{"onError":"refuse"}'], { type: "application/json" })]])(
    "may have options as text and as JSON",
    async (options) => {
      expect(await readApiUpload(requestOf(formOf(options)))).toMatchObject({
        ok: true,
        options: { onError: "refuse" },
      });
    },
  );

  test.each([["{"], ["[]"], ["null"], ['{"onError":"maybe"}'], ['{"password":"x"}']])(
    "is refused with the options %s",
    async (options) => {
      expect(await readApiUpload(requestOf(formOf(options)))).toMatchObject({ ok: false, status: 400 });
    },
  );

  test("is refused without a file, and when it is no form", async () => {
    const form = new FormData();
    form.set("file", "a text");
    expect(await readApiUpload(requestOf(form))).toMatchObject({ ok: false, status: 400 });
    for (const [type, body] of [
      ["text/csv", "First name\nUna\n"],
      ["multipart/form-data; boundary=x", "no such boundary"],
      ["multipart/form-data", ""],
    ] as const) {
      const request = new Request("http://rollcall.example/", {
        method: "POST",
        body,
        headers: { "content-type": type },
      });
      expect(await readApiUpload(request)).toMatchObject({ ok: false, status: 400 });
    }
  });

  test("is not read to its end when it is too long, even where its length was not announced", async () => {
    let sentBytes = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sentBytes += 1024 * 1024;
        controller.enqueue(new Uint8Array(1024 * 1024));
        if (sentBytes > 4 * IMPORT_LIMITS.bytesMax) controller.close();
      },
    });
    const request = new Request("http://rollcall.example/", {
      method: "POST",
      body,
      headers: { "content-type": "multipart/form-data; boundary=x" },
      duplex: "half",
    } as RequestInit);
    expect(await readApiUpload(request)).toMatchObject({ ok: false, status: 413 });
    expect(sentBytes).toBeLessThan(IMPORT_LIMITS.bytesMax + 5 * 1024 * 1024);
  });
});

test.each([
  ["a sheet", '{"sheet":"a\\u0000b"}'],
  ["a header", '{"columns":{"\\ud800":"accessEmail"}}'],
  ["a note", '{"note":"\\udc00"}'],
])("an option that cannot be kept is refused, in %s", async (_, options) => {
  expect(await readApiUpload(requestOf(formOf(options)))).toMatchObject({ ok: false, status: 400 });
});

test("a file's name that cannot be kept is refused", async () => {
  const body = [
    "--X",
    'content-disposition: form-data; name="file"; filename="a\0b.csv"',
    "",
    "First name",
    "--X--",
    "",
  ].join("\r\n");
  const headers = { "content-type": "multipart/form-data; boundary=X" };
  const request = new Request("http://rollcall.example/api/v1/imports", { method: "POST", body, headers });
  expect(await readApiUpload(request)).toMatchObject({ ok: false, status: 400 });
});
