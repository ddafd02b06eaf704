import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { POST as commitImport } from "@/app/api/v1/imports/[importId]/commit/route";
import { GET as downloadErrors } from "@/app/api/v1/imports/[importId]/errors/route";
import { GET as readImport } from "@/app/api/v1/imports/[importId]/route";
import { GET as readRows } from "@/app/api/v1/imports/[importId]/rows/route";
import { POST as undoImport } from "@/app/api/v1/imports/[importId]/undo/route";
import { POST as uploadImport } from "@/app/api/v1/imports/route";
import { revokeApiKey } from "@/lib/api-keys/commands";
import { newSecret } from "@/lib/api-keys/secret";
import { newId } from "@/lib/ids";
import type { ApiImport, ApiRow } from "@/lib/imports/api-shape";
import { cancelImport, createImport } from "@/lib/imports/commands/file";
import { selectRows } from "@/lib/imports/commands/rows";
import type { Actor } from "@/lib/permissions/actor";
import { apiRequest, makeApiKey, runJobs } from "@/tests/support/api";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  eventsOf,
  makeActor,
  makeOrganization,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeWorkbook } from "@/tests/support/workbooks";

const THREE =
  "First name,Last name,Email\nAda,Lovelace,ada@mail.example\nBob,Byrne,bob@mail.example\nCy,Cole,wrong\n";

let organization: TestOrganization;
let admin: Actor;
let secret: string;
beforeAll(async () => {
  await adminQuery("DELETE FROM graphile_worker._private_jobs");
});
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  secret = (await makeApiKey(admin)).secret;
});

const BASE = "/api/v1/imports";

function upload(content: BlobPart, options?: unknown, key: string | null = secret): Promise<Response> {
  const body = new FormData();
  body.set("file", new File([content], "people.csv"));
  if (options !== undefined) body.set("options", JSON.stringify(options));
  return uploadImport(apiRequest(BASE, key, { method: "POST", body }));
}

const at = (importId: string) => ({ params: Promise.resolve({ importId }) });

const read = (id: string, key: string | null = secret) =>
  readImport(apiRequest(`${BASE}/${id}`, key), at(id));

const rowsOf = (id: string, query = "", key: string | null = secret) =>
  readRows(apiRequest(`${BASE}/${id}/rows${query}`, key), at(id));

function commit(id: string, body: unknown, idempotencyKey?: string, key: string | null = secret) {
  const headers: Record<string, string> = idempotencyKey ? { "idempotency-key": idempotencyKey } : {};
  const sent = { method: "POST", body: JSON.stringify(body), headers };
  return commitImport(apiRequest(`${BASE}/${id}/commit`, key, sent), at(id));
}

const undo = (id: string, key: string | null = secret) =>
  undoImport(apiRequest(`${BASE}/${id}/undo`, key, { method: "POST" }), at(id));

const errorsOf = (id: string, key: string | null = secret) =>
  downloadErrors(apiRequest(`${BASE}/${id}/errors`, key), at(id));

const importIn = async (response: Response) => (await response.json()) as ApiImport;

/** Uploads a file and does the worker's part: the import as it stands then. */
async function prepared(content: BlobPart, options?: unknown): Promise<ApiImport> {
  const response = await upload(content, options);
  expect(response.status).toBe(202);
  const { id } = await importIn(response);
  await runJobs();
  return importIn(await read(id));
}

const people = () =>
  adminQuery<{ access_email: string }>(
    "SELECT access_email FROM users WHERE organization_id = $1 AND role = 'user' ORDER BY 1",
    [organization.id],
  );

async function expectProblem(response: Response, status: number): Promise<Record<string, unknown>> {
  const body = (await response.json()) as Record<string, unknown>;
  expect([response.status, body]).toEqual([status, expect.objectContaining({ status })]);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(body).toMatchObject({ type: "about:blank", title: expect.stringMatching(/\w/) });
  return body;
}

test("a file becomes people: upload, review, rows, commit, done", async () => {
  const uploaded = await upload(THREE, {
    organization: organization.slug,
    mode: "createOnly",
    onError: "skip",
  });
  expect(uploaded.status).toBe(202);
  const { id, state } = await importIn(uploaded);
  expect(state).toBe("parsing");
  expect(uploaded.headers.get("location")).toBe(`${BASE}/${id}`);
  expect(await runJobs()).toEqual(["import.read", "import.parse"]);

  const found = await importIn(await read(id));
  expect(found).toEqual({
    id,
    state: "review",
    rows: 3,
    create: 2,
    update: 0,
    unchanged: 0,
    skipped: 0,
    invalid: 1,
    planVersion: 1,
    refusal: null,
    columns: [
      { header: "First name", field: "firstName" },
      { header: "Last name", field: "lastName" },
      { header: "Email", field: "accessEmail" },
    ],
    encoding: "utf-8",
    delimiter: ",",
    sheet: null,
  });
  expect(await people()).toEqual([]);

  const { rows, nextCursor } = (await (await rowsOf(id)).json()) as {
    rows: ApiRow[];
    nextCursor: string | null;
  };
  expect(nextCursor).toBeNull();
  expect(rows.map(({ line, fate, selected }) => [line, fate, selected])).toEqual([
    [2, "create", true],
    [3, "create", true],
    [4, "invalid", true],
  ]);
  expect(rows[0]?.values).toMatchObject({ firstName: "Ada", lastName: "Lovelace" });
  expect(Object.keys(rows[2] ?? {}).toSorted()).toEqual(
    ["changes", "fate", "issues", "line", "selected", "values"].toSorted(),
  );
  expect(rows[2]?.issues).toEqual([
    { field: "accessEmail", code: expect.any(String), message: expect.any(String) },
  ]);

  const committed = await commit(id, { planVersion: found.planVersion });
  expect(committed.status).toBe(202);
  expect(await importIn(committed)).toMatchObject({ state: "committing", create: 2, invalid: 1, rows: 3 });
  expect(await runJobs()).toContain("import.commit");
  expect(await importIn(await read(id))).toMatchObject({ state: "done", create: 2, invalid: 1, rows: 3 });
  expect((await people()).map((each) => each.access_email)).toEqual(["ada@mail.example", "bob@mail.example"]);
  const events = await eventsOf(id);
  expect(events.map(({ action }) => action)).toEqual([
    "import.created",
    "import.prepared",
    "import.committed",
  ]);
  expect(events[2]).toMatchObject({
    actor_user_id: admin.userId,
    actor_name: `${admin.name} (API key Nightly)`,
  });
});

describe("committing", () => {
  test("twice with the same key, also at once, is one import", async () => {
    const { id, planVersion } = await prepared(THREE);
    const presses = Array.from({ length: 5 }, () => commit(id, { planVersion }, "key-1"));
    for (const response of await Promise.all(presses)) expect(response.status).toBe(202);
    expect((await runJobs()).filter((name) => name === "import.commit")).toHaveLength(1);
    const again = await commit(id, { planVersion }, "key-1");
    expect(again.status).toBe(202);
    expect(await importIn(again)).toMatchObject({ id, state: "done", create: 2 });
    expect(await runJobs()).toEqual([]);
    expect(await people()).toHaveLength(2);
  });

  test("with the same key for another plan, or for a plan that is not there any more, is refused", async () => {
    const { id, planVersion } = await prepared(THREE);
    await expectProblem(await commit(id, { planVersion: planVersion + 1 }, "key-2"), 409);
    for (const name of ["toString", "__proto__"]) {
      await expectProblem(await commit(id, { planVersion: planVersion + 1 }, name), 409);
    }
    expect(await runJobs()).toEqual([]);
    expect((await commit(id, { planVersion }, "key-2")).status).toBe(202);
    const body = await expectProblem(await commit(id, { planVersion: planVersion + 1 }, "key-2"), 409);
    expect(body.title).toContain("Idempotency-Key");
    await runJobs();
  });

  test("that is refused uses no key up, and few keys are kept", async () => {
    const { id, planVersion } = await prepared(THREE, { onError: "refuse" });
    const keys = async () => {
      const [row] = await adminQuery<{ commits: Record<string, number> | null }>(
        "SELECT options->'api'->'commits' AS commits FROM imports WHERE id = $1",
        [id],
      );
      return Object.keys(row?.commits ?? {});
    };
    await expectProblem(await commit(id, { planVersion }, "key-4"), 409);
    for (const key of ["a", "b", "c"]) {
      await expectProblem(await commit(id, { planVersion: planVersion + 1 }, key), 409);
    }
    expect(await keys()).toEqual([]);
    expect((await commit(id, { planVersion, onError: "skip" }, "key-4")).status).toBe(202);
    expect(await keys()).toEqual(["key-4"]);
    await expectProblem(await commit(id, { planVersion: planVersion + 1 }, "key-4"), 409);
    for (let index = 0; index < 20; index += 1) await commit(id, { planVersion }, `again-${index}`);
    expect(await keys()).toHaveLength(5);
    expect(await keys()).toContain("key-4");
    await runJobs();
  });

  test("refuses the whole file when a row is wrong and that was asked for", async () => {
    const { id, planVersion } = await prepared(THREE, { onError: "refuse" });
    const body = await expectProblem(await commit(id, { planVersion }), 409);
    expect(body.title).toContain("1 to mend");
    expect(await runJobs()).toEqual([]);
    expect((await commit(id, { planVersion, onError: "skip" })).status).toBe(202);
    await runJobs();
    expect(await people()).toHaveLength(2);
  });

  test.each([["no JSON"], ["{}"], ['{"planVersion":"1"}'], ['{"planVersion":1,"force":true}']])(
    "with %s is refused",
    async (body) => {
      const { id } = await prepared(THREE);
      const request = apiRequest(`${BASE}/${id}/commit`, secret, { method: "POST", body });
      await expectProblem(await commitImport(request, at(id)), 400);
    },
  );
});

describe("columns", () => {
  test("that are mandatory and do not match are a refusal that names them", async () => {
    const found = await prepared("First name,Shoe size\nAda,38\n");
    expect(found).toMatchObject({ state: "refused", refusal: { code: "column_unmatched" } });
    expect(found.refusal?.message).toContain("Last name");
    expect(found.refusal?.message).toContain("Access email");
    await expectProblem(await commit(found.id, { planVersion: found.planVersion }), 409);
  });

  test("match as the program says", async () => {
    const columns = { Vorn: "firstName", Nachn: "lastName", Wohin: "accessEmail" };
    const found = await prepared("Vorn,Nachn,Wohin\nAda,Lovelace,ada@mail.example\n", {
      columns,
      hasHeader: true,
    });
    expect(found).toMatchObject({ state: "review", rows: 1, create: 1 });
    const wrong = await prepared(THREE, { columns: { Hat: "company" } });
    expect(wrong).toMatchObject({ state: "refused", refusal: { code: "column_unknown" } });
  });

  test("are waited for by nobody: an import that a person opened is left to them", async () => {
    const { id } = unwrap(await createImport(admin, { name: "browser.csv", sizeBytes: 1 }));
    expect(await importIn(await read(id))).toMatchObject({ state: "parsing" });
  });

  test("with a default country have phones read as that country's", async () => {
    const phone = "First name,Last name,Email,Mobile\nAda,Lovelace,ada@mail.example,020 7946 0958\n";
    expect(await prepared(phone)).toMatchObject({ invalid: 1 });
    expect(await prepared(phone, { defaultCountry: "GB" })).toMatchObject({ create: 1 });
  });
});

describe("modes", () => {
  const CHANGED = "First name,Last name,Email\nAda,King,ada@mail.example\nDot,Dell,dot@mail.example\n";

  async function carriedOut(file: string, options: object): Promise<ApiImport> {
    const { id, planVersion } = await prepared(file, options);
    expect((await commit(id, { planVersion })).status).toBe(202);
    await runJobs();
    return importIn(await read(id));
  }

  beforeEach(async () => {
    await carriedOut(THREE, {});
  });

  test("both: changes who is there, with each field before and after, and adds the others", async () => {
    const options = { mode: "both", matchKey: "accessEmail" };
    const { id, ...counts } = await prepared(CHANGED, options);
    expect(counts).toMatchObject({ create: 1, update: 1, skipped: 0, invalid: 0 });
    const { rows } = (await (await rowsOf(id, "?fate=update")).json()) as { rows: ApiRow[] };
    expect(rows[0]?.changes).toMatchObject({ before: { lastName: "Lovelace" }, after: { lastName: "King" } });
    expect(await carriedOut(CHANGED, options)).toMatchObject({ state: "done", create: 1, update: 1 });
    expect(await prepared(CHANGED, options)).toMatchObject({ create: 0, update: 0, unchanged: 2 });
  });

  test("update only: leaves out whom it does not find, and needs no more than the key", async () => {
    const file = "Email,Company\nada@mail.example,Engines\nnobody@mail.example,Engines\n";
    expect(await carriedOut(file, { mode: "updateOnly" })).toMatchObject({
      state: "done",
      update: 1,
      skipped: 1,
    });
  });

  test("add only: leaves alone who is there", async () => {
    expect(await prepared(CHANGED, { mode: "createOnly" })).toMatchObject({ create: 1, skipped: 1 });
  });

  test("an admin is not changed by a key", async () => {
    const file = `First name,Last name,Email,Username\nNew,Name,${admin.username},${admin.username}\n`;
    expect(await prepared(file, { mode: "both" })).toMatchObject({ update: 0, invalid: 1 });
  });
});

test("a workbook is read from the sheet that is named, and refused without a name where there are several", async () => {
  const header = ["First name", "Last name", "Email"];
  const sheets = {
    Guests: [header, ["Cem", "Can", "cem@mail.example"]],
    Staff: [header, ["Ada", "Lovelace", "a@mail.example"]],
  };
  const workbook = new Uint8Array(makeWorkbook(sheets));
  expect(await prepared(workbook)).toMatchObject({ state: "refused", refusal: { code: "sheet_not_chosen" } });
  const staff = await prepared(workbook, { sheet: "Staff" });
  expect(staff).toMatchObject({ state: "review", rows: 1, create: 1, sheet: "Staff", delimiter: null });
  const { rows } = (await (await rowsOf(staff.id)).json()) as { rows: ApiRow[] };
  expect(rows[0]?.values).toMatchObject({ firstName: "Ada" });
  const absent = await prepared(workbook, { sheet: "Nobody" });
  expect(absent).toMatchObject({ state: "refused", refusal: { code: "sheet_missing" } });
});

test("a whole import is taken back, and twice is once", async () => {
  const { id, planVersion } = await prepared(THREE);
  await expectProblem(await undo(id), 409);
  await commit(id, { planVersion });
  await runJobs();
  expect((await undo(id)).status).toBe(202);
  expect((await undo(id)).status).toBe(202);
  expect(await runJobs()).toEqual(expect.arrayContaining(["import.undo"]));
  expect(await importIn(await read(id))).toMatchObject({ state: "undone" });
  expect(
    await adminQuery(
      "SELECT FROM users WHERE organization_id = $1 AND role = 'user' AND removed_at IS NULL",
      [organization.id],
    ),
  ).toEqual([]);
});

test("the errors come as the file that was sent, with a column more", async () => {
  const { id } = await prepared(THREE);
  const response = await errorsOf(id);
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const [head, first, , third] = (await response.text()).split("\r\n");
  expect(head).toBe("First name,Last name,Email,Errors");
  expect(first).toBe("Ada,Lovelace,ada@mail.example,");
  expect(third).toMatch(/^Cy,Cole,wrong,.+/);
});

test("a file that cannot be read is a refusal with a code", async () => {
  expect(await prepared("")).toMatchObject({ state: "refused", refusal: { code: "file_empty" } });
});

test("an import that was given up says so", async () => {
  const { id } = await prepared(THREE);
  unwrap(await cancelImport(admin, id));
  expect(await importIn(await read(id))).toMatchObject({ state: "failed", refusal: { code: "cancelled" } });
});

describe("rows", () => {
  test("come by fate, and as many as the import counts", async () => {
    const { id } = await prepared(THREE);
    unwrap(await selectRows(admin, id, { lines: [3] }, false));
    const found = await importIn(await read(id));
    expect(found).toMatchObject({ create: 1, skipped: 1, invalid: 1 });
    for (const fate of ["create", "update", "unchanged", "skipped", "invalid"] as const) {
      const { rows } = (await (await rowsOf(id, `?fate=${fate}`)).json()) as { rows: ApiRow[] };
      expect([fate, rows.length]).toEqual([fate, found[fate]]);
      expect(rows.every((row) => row.fate === fate)).toBe(true);
    }
    await expectProblem(await rowsOf(id, "?fate=lucky"), 400);
    await expectProblem(await rowsOf(id, "?cursor=x"), 400);
  });

  test("come a page at a time, each once", async () => {
    const lines = Array.from({ length: 1234 }, (_, index) => `P${index},Person,p${index}@mail.example`);
    const { id } = await prepared(`First name,Last name,Email\n${lines.join("\n")}\n`);
    const seen: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = (await (await rowsOf(id, `?fate=create&cursor=${cursor}`)).json()) as {
        rows: ApiRow[];
        nextCursor: string | null;
      };
      seen.push(...page.rows.map(({ line }) => line));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(lines.map((_, index) => index + 2));
  });
});

describe("a request", () => {
  const each = (id: string, key: string | null) => [
    upload(THREE, undefined, key),
    read(id, key),
    rowsOf(id, "", key),
    commit(id, { planVersion: 1 }, undefined, key),
    undo(id, key),
    errorsOf(id, key),
  ];

  test("without a good key writes nothing, and all are answered alike", async () => {
    const { id } = await prepared(THREE);
    const revoked = await makeApiKey(admin);
    unwrap(await revokeApiKey(admin, revoked.id));
    const before = await snapshot();
    const bodies = [];
    for (const key of [null, newSecret(), revoked.secret]) {
      for (const response of await Promise.all(each(id, key))) {
        expect(response.headers.get("www-authenticate")).toContain("Bearer");
        bodies.push(JSON.stringify(await expectProblem(response, 401)));
      }
    }
    expect(new Set(bodies).size).toBe(1);
    expect({ ...(await snapshot()), throttles: "" }).toEqual({ ...before, throttles: "" });
  });

  test("beyond the key's scopes is forbidden", async () => {
    const { id } = await prepared(THREE);
    const reading = (await makeApiKey(admin, ["imports.read"])).secret;
    const [uploaded, found, rows, committed, undone, errors] = await Promise.all(each(id, reading));
    expect([found, rows, errors].map((response) => response?.status)).toEqual([200, 200, 200]);
    for (const response of [uploaded, committed, undone]) await expectProblem(response as Response, 403);
  });

  test("about another organization's import finds none", async () => {
    const { id } = await prepared(THREE);
    const stranger = await makeApiKey(await makeActor(await makeOrganization(), "admin"));
    for (const importId of [id, newId(), "x"]) {
      await expectProblem(await read(importId, stranger.secret), 404);
      await expectProblem(await rowsOf(importId, "", stranger.secret), 404);
      await expectProblem(await commit(importId, { planVersion: 1 }, undefined, stranger.secret), 404);
      await expectProblem(await undo(importId, stranger.secret), 404);
      await expectProblem(await errorsOf(importId, stranger.secret), 404);
    }
    await expectProblem(await upload(THREE, { organization: organization.slug }, stranger.secret), 404);
  });

  test("with a wrong upload is refused with what is wrong", async () => {
    const body = await expectProblem(await upload(THREE, { mode: "everything", shoe: 1 }), 400);
    expect(JSON.stringify(body.errors)).toContain("options.mode");
    expect(JSON.stringify(body.errors)).toContain("shoe");
    const text = apiRequest(BASE, secret, { method: "POST", body: THREE });
    await expectProblem(await uploadImport(text), 400);
  });
});

describe("a file that is still arriving", () => {
  const MIB = 1024 * 1024;
  const PART_MIB = 1 / 4;
  const LINE = "Ada,Lovelace,ada@mail.example\n";

  /** A form as it is sent, a chunk of a file at a time, with its options behind it. */
  function sending(options: unknown) {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const write = (text: string) => writer.write(new TextEncoder().encode(text));
    const headers = { "content-type": "multipart/form-data; boundary=X" };
    const init = { method: "POST", body: readable, headers, duplex: "half" };
    const response = uploadImport(apiRequest(BASE, secret, init as RequestInit));
    const begin = () =>
      write('--X\r\ncontent-disposition: form-data; name="file"; filename="people.csv"\r\n\r\n');
    const end = async () => {
      await write(`\r\n--X\r\ncontent-disposition: form-data; name="options"\r\n\r\n`);
      await write(`${JSON.stringify(options)}\r\n--X--\r\n`);
      await writer.close();
      return response;
    };
    return { begin, write, end };
  }

  const storedParts = async () =>
    (await adminQuery("SELECT 1 FROM import_parts WHERE organization_id = $1", [organization.id])).length;
  const states = async () =>
    (
      await adminQuery("SELECT state FROM imports WHERE organization_id = $1 ORDER BY id", [organization.id])
    ).map(({ state }) => state);

  test("is stored part by part, and waits for its options before anybody takes it up", async () => {
    const { begin, write, end } = sending({ note: "Told behind it" });
    await begin();
    await write("First name,Last name,Email\n");
    await write(LINE.repeat((2 * MIB) / LINE.length));
    await vi.waitFor(async () => expect(await storedParts()).toBeGreaterThan(4), 20_000);
    expect(await states()).toEqual(["uploading"]);
    const response = await end();
    expect(response.status).toBe(202);
    const { id } = await importIn(response);
    const [kept] = await adminQuery("SELECT state, size_bytes, options FROM imports WHERE id = $1", [id]);
    const sizeBytes = 27 + Math.floor((2 * MIB) / LINE.length) * LINE.length;
    expect(kept).toMatchObject({ state: "reading", size_bytes: String(sizeBytes) });
    expect(kept?.options).toMatchObject({ choices: { note: "Told behind it" } });
    unwrap(await cancelImport(admin, id));
  });

  test("is never held whole: of 30 MB little is on its way at any time, and of a refused one nothing is kept", async () => {
    const { begin, write, end } = sending({ onError: "maybe" });
    const chunk = LINE.repeat(Math.floor(MIB / LINE.length));
    await begin();
    let most = 0;
    for (let sent = 1; sent <= 30; sent += 1) {
      await write(chunk);
      most = Math.max(most, sent - (await storedParts()) * PART_MIB);
    }
    expect(most).toBeLessThan(4);
    await expectProblem(await end(), 400);
    expect([await storedParts(), await states()]).toEqual([0, ["cancelled"]]);
  });

  test("that breaks off leaves nothing to wait for", async () => {
    const { begin, write, end } = sending({});
    await begin();
    await write(LINE);
    await expectProblem(await end().then(() => upload(THREE, { shoe: 1 })), 400);
    const text = '--X\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nFirst';
    const headers = { "content-type": "multipart/form-data; boundary=X" };
    const broken = apiRequest(BASE, secret, { method: "POST", body: text, headers });
    await expectProblem(await uploadImport(broken), 400);
    expect(await states()).toEqual(["reading", "cancelled", "cancelled"]);
  });
});

test("a key gives nobody a role: a file's admins are for a person to import", async () => {
  const file = "First name,Last name,Email,Role\nAda,Lovelace,ada@mail.example,Organization admin\n";
  expect(await prepared(file)).toMatchObject({ state: "review", create: 0, invalid: 1 });
});
