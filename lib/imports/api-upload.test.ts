import { describe, expect, test } from "vitest";
import { readApiUpload } from "@/lib/imports/api-upload";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { ok } from "@/lib/result";

function requestOf(form: FormData): Request {
  return new Request("http://rollcall.example/api/v1/imports", { method: "POST", body: form });
}

/** Takes what a request brings, as the route does, and says how it would be answered. */
async function read(request: Request) {
  const { result, isTooLarge } = await readApiUpload(request, async ({ name, body, options }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(Uint8Array.from(chunk));
    const told = await options();
    return told.ok ? ok({ name, text: Buffer.concat(chunks).toString(), options: told.value }) : told;
  });
  if (result.ok) return { ok: true, ...result.value };
  return { ok: false, status: isTooLarge ? 413 : 400 };
}

function formOf(options?: string | Blob): FormData {
  const form = new FormData();
  form.set("file", new File(["First name\nUna\n"], "people.csv"));
  if (options !== undefined) form.set("options", options);
  return form;
}

describe("an upload", () => {
  test("is a file", async () => {
    const upload = await read(requestOf(formOf()));
    expect(upload).toEqual({ ok: true, name: "people.csv", text: "First name\nUna\n", options: {} });
  });

  test("keeps the name that it has, in any script", async () => {
    const form = new FormData();
    form.set("file", new File(["x"], 'Größe Ł/名簿 "1".csv'));
    expect(await read(requestOf(form))).toMatchObject({ name: 'Größe Ł/名簿 "1".csv' });
  });

  test.each(["before", "behind"])("may have other parts and its options %s it", async (where) => {
    const form = new FormData();
    const others = () => {
      form.set("options", '{"note":"für alle"}');
      form.set("other", new File(["Not\nthis\n"], "other.csv"));
      form.set("more", "text");
    };
    if (where === "before") others();
    form.set("file", new File(["First name\nUna\n"], "people.csv"));
    if (where === "behind") others();
    const upload = await read(requestOf(form));
    expect(upload).toMatchObject({ ok: true, text: "First name\nUna\n", options: { note: "für alle" } });
  });

  test("is begun to be read before it has ended", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const write = (text: string) => writer.write(new TextEncoder().encode(text));
    const headers = { "content-type": "multipart/form-data; boundary=X" };
    const init = { method: "POST", body: readable, headers, duplex: "half" };
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const reading = readApiUpload(
      new Request("http://rollcall.example/", init as RequestInit),
      async ({ body }) => {
        let length = 0;
        for await (const chunk of body) {
          length += chunk.length;
          begin();
        }
        return ok(length);
      },
    );
    await write(
      '--X\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nFirst name\r\nUna',
    );
    await begun;
    await write("\r\n--X--\r\n");
    await writer.close();
    expect(await reading).toEqual({ result: ok(15), isTooLarge: false });
  });

  test("that breaks off is refused, and what fails in taking it is no fault of the form", async () => {
    const headers = { "content-type": "multipart/form-data; boundary=X" };
    const start = '--X\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nFirst';
    const broken = new Request("http://rollcall.example/", { method: "POST", body: start, headers });
    expect(await read(broken)).toEqual({ ok: false, status: 400 });
    const failing = readApiUpload(requestOf(formOf()), () => Promise.reject(new Error("The disk is full.")));
    await expect(failing).rejects.toThrow("The disk is full.");
  });

  test.each([['{"onError":"refuse"}'], [new Blob(['{"onError":"refuse"}'], { type: "application/json" })]])(
    "may have options as text and as JSON",
    async (options) => {
      expect(await read(requestOf(formOf(options)))).toMatchObject({
        ok: true,
        options: { onError: "refuse" },
      });
    },
  );

  test.each([["{"], ["[]"], ["null"], ['{"onError":"maybe"}'], ['{"password":"x"}']])(
    "is refused with the options %s",
    async (options) => {
      expect(await read(requestOf(formOf(options)))).toMatchObject({ ok: false, status: 400 });
    },
  );

  test("is refused without a file, and when it is no form", async () => {
    const form = new FormData();
    form.set("file", "a text");
    expect(await read(requestOf(form))).toMatchObject({ ok: false, status: 400 });
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
      expect(await read(request)).toMatchObject({ ok: false, status: 400 });
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
    expect(await read(request)).toMatchObject({ ok: false, status: 413 });
    expect(sentBytes).toBeLessThan(IMPORT_LIMITS.bytesMax + 5 * 1024 * 1024);
  });
});

test.each([
  ["a sheet", '{"sheet":"a\\u0000b"}'],
  ["a header", '{"columns":{"\\ud800":"accessEmail"}}'],
  ["a note", '{"note":"\\udc00"}'],
])("an option that cannot be kept is refused, in %s", async (_, options) => {
  expect(await read(requestOf(formOf(options)))).toMatchObject({ ok: false, status: 400 });
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
  expect(await read(request)).toMatchObject({ ok: false, status: 400 });
});
