import { expect, test } from "vitest";
import { download } from "@/lib/download";

async function* pieces(made: string[]): AsyncGenerator<Uint8Array> {
  try {
    for (const text of ["one,", "two"]) {
      made.push(text);
      yield new TextEncoder().encode(text);
    }
  } finally {
    made.push("closed");
  }
}

test("sends a file that nobody keeps", async () => {
  const response = download(pieces([]), "text/csv; charset=utf-8", "acme-people.csv");
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="acme-people.csv"',
    "cache-control": "no-store",
  });
  expect(await response.text()).toBe("one,two");
});

test.each([
  ["Mitarbeiter für (Köln).csv", "Mitarbeiter%20f%C3%BCr%20%28K%C3%B6ln%29.csv"],
  ['a".csv', "a%22.csv"],
  ["o'neil*.csv", "o%27neil%2A.csv"],
])("names it %s", (name, written) => {
  const header = download(pieces([]), "text/csv", name).headers.get("content-disposition");
  expect(header).toBe(`attachment; filename*=UTF-8''${written}`);
});

test("makes a piece when it is asked for, and none for somebody who has gone", async () => {
  const made: string[] = [];
  const reader = download(pieces(made), "text/csv", "a.csv").body?.getReader();
  expect(made).toEqual([]);
  await reader?.read();
  expect(made).toEqual(["one,"]);
  await reader?.cancel();
  expect(made).toEqual(["one,", "closed"]);
});
