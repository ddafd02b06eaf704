import { describe, expect, test } from "vitest";
import { AUTH_BODY_BYTES_MAX, readAuthBody } from "@/lib/auth/body";

const URL_HERE = "http://rollcall.example/api/auth/callback/credentials";
const FORM = "application/x-www-form-urlencoded";

const post = (body: BodyInit | null, type = FORM, headers: Record<string, string> = {}) =>
  new Request(URL_HERE, {
    method: "POST",
    body,
    headers: { "content-type": type, ...headers },
    ...({ duplex: "half" } as object),
  });

/** Chunks of 4 KiB, and how many of them were taken. */
function endless() {
  const counted = { taken: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      counted.taken += 1;
      controller.enqueue(new Uint8Array(4096).fill(97));
    },
  });
  return { body, counted };
}

describe("the body of a sign-in", () => {
  test("is read as it is", async () => {
    const body = "username=ada%40x.example&password=a";
    expect(await readAuthBody(post(body))).toEqual({ ok: true, body });
    expect(await readAuthBody(new Request(URL_HERE))).toEqual({ ok: true, body: null });
    expect(await readAuthBody(post('{"a": 1}', "application/json"))).toMatchObject({ ok: true });
  });

  test("may have so many bytes and not one more", async () => {
    expect((await readAuthBody(post("a".repeat(AUTH_BODY_BYTES_MAX)))).ok).toBe(true);
    expect(await readAuthBody(post("a".repeat(AUTH_BODY_BYTES_MAX + 1)))).toMatchObject({ status: 413 });
  });

  test("is not read at all when it is announced to be longer", async () => {
    const request = post("a", FORM, { "content-length": "200000000" });
    expect(await readAuthBody(request)).toMatchObject({ ok: false, status: 413 });
    expect(request.bodyUsed).toBe(false);
  });

  test("is read no further than that, whatever was announced", async () => {
    const { body, counted } = endless();
    expect(await readAuthBody(post(body))).toMatchObject({ ok: false, status: 413 });
    expect(counted.taken).toBeLessThan(10);
  });

  test.each(["{", "[]", "null", "1", '"a"', '{"a":}'])("is refused as JSON when it is %s", async (body) => {
    expect(await readAuthBody(post(body, "application/json; charset=utf-8"))).toMatchObject({ status: 400 });
  });
});
