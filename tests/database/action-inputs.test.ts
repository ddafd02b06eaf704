import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { makeKey } from "@/app/(org)/[org]/api-keys/actions";
import { saveSettings } from "@/app/(org)/[org]/settings/actions";
import { countUsers, planChange } from "@/app/(org)/[org]/users/actions";
import { openImport } from "@/app/(org)/[org]/users/import/actions";
import { PATCH as selectRows } from "@/app/api/imports/[importId]/rows/route";
import { POST as uploadFile } from "@/app/api/v1/imports/route";
import type { Actor } from "@/lib/permissions/actor";
import { apiRequest, makeApiKey } from "@/tests/support/api";
import { prepareRun } from "@/tests/support/import-runs";
import { snapshot } from "@/tests/support/product-database";
import { codeOf, makeActor, makeOrganization } from "@/tests/support/product-people";

const signedIn = vi.hoisted(() => ({ actor: null as unknown }));
vi.mock("@/lib/auth/guard", () => ({ findActor: async () => signedIn.actor }));
vi.mock("next/cache", () => ({ refresh: () => undefined }));

let admin: Actor;
beforeAll(async () => {
  admin = await makeActor(await makeOrganization(), "admin");
});
beforeEach(() => {
  signedIn.actor = admin;
});

// NUL, and one half of a character: neither is text that a database keeps.
describe.each([["a\0b"], ["a\ud800b"]])("%j is refused, and nothing is written,", (bad) => {
  const filter = { search: bad, status: null, role: null, importId: null, groupId: null };
  test.each<[string, () => Promise<Parameters<typeof codeOf>[0]>]>([
    ["as a search", () => countUsers("org", filter)],
    [
      "as a search of those who are chosen",
      () => planChange("org", { selection: { filter }, change: { kind: "suspend" } }),
    ],
    ["as a file's name", () => openImport("org", { name: bad, sizeBytes: 1 })],
    [
      "as an organization's name",
      () =>
        saveSettings("org", {
          name: bad,
          defaultCountry: "",
          mandatoryFields: [],
          timeZone: "UTC",
          dateStyle: "dayMonth",
        }),
    ],
    ["as a key's name", () => makeKey("org", { name: bad, scopes: ["imports.read"], expiresInDays: 7 })],
  ])("%s", async (_, act) => {
    const before = await snapshot();
    expect(codeOf(await act())).toBe("invalid");
    expect(await snapshot()).toEqual(before);
  });

  test.each([
    ["as a sheet", { sheet: bad }],
    ["as a header", { columns: { [bad]: "accessEmail" } }],
    ["as a note", { note: bad }],
  ])("of a program %s, said before its file,", async (_, options) => {
    const { secret } = await makeApiKey(admin);
    const body = new FormData();
    body.set("options", JSON.stringify(options));
    body.set("file", new File(["E-mail\nx@mail.example\n"], "people.csv"));
    const { imports } = await snapshot();
    const response = await uploadFile(apiRequest("/api/v1/imports", secret, { method: "POST", body }));
    expect(response.status).toBe(400);
    expect((await snapshot()).imports).toBe(imports);
  });
});

test("a line that no file has is no line", async () => {
  const run = await prepareRun(admin, "E-mail\nx@mail.example\n", { matching: ["accessEmail"] });
  const select = (lines: number[]) =>
    selectRows(
      new Request(`http://rollcall.example/api/imports/${run.id}/rows?organization=org`, {
        method: "PATCH",
        body: JSON.stringify({ selected: false, rows: { lines } }),
      }),
      { params: Promise.resolve({ importId: run.id }) },
    );
  expect((await select([2 ** 31])).status).toBe(400);
  expect((await select([99_999_999_999])).status).toBe(400);
  expect((await select([2])).status).toBe(200);
});
