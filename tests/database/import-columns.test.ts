import { beforeEach, describe, expect, test } from "vitest";
import { POST as uploadByApi } from "@/app/api/v1/imports/route";
import { withOrganization } from "@/lib/db";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import {
  type ColumnChoice,
  chooseColumns,
  chooseHeaderLine,
  reopenColumns,
} from "@/lib/imports/commands/columns";
import { parseImport } from "@/lib/imports/jobs/parse";
import { readImport } from "@/lib/imports/jobs/read";
import { findRemembered, type ImportDetails } from "@/lib/imports/queries";
import { templateFile } from "@/lib/imports/templates/files";
import { templateColumns } from "@/lib/imports/templates/layouts";
import type { Actor } from "@/lib/permissions/actor";
import { updateUser } from "@/lib/users/commands";
import { endOfDay } from "@/lib/users/date";
import { exportBytes } from "@/lib/users/export-file";
import { exportBatches } from "@/lib/users/export-queries";
import { MANDATORY_FIELDS } from "@/lib/users/fields";
import { apiRequest, makeApiKey, runJobs } from "@/tests/support/api";
import { commitRun, detailsOf, jobOf, judgeRun, undoRun, uploadRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  inputOf,
  makeActor,
  makeHome,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
});

const upload = (content: string | Uint8Array) => uploadRun(admin, content);

const getUsers = (
  { id }: ImportDetails,
  matching: (ColumnField | null)[],
  choice: Partial<ColumnChoice> = {},
): Promise<ImportDetails> => judgeRun(admin, id, { isRemembered: true, ...choice, matching });

const rowsOf = ({ id: importId }: ImportDetails) =>
  withOrganization(organization.id, (tx) =>
    tx.importRow.findMany({ where: { organizationId: organization.id, importId }, orderBy: { line: "asc" } }),
  );

const endsOf = (lastName: string) =>
  withOrganization(organization.id, (tx) =>
    tx.user.findFirst({ where: { organizationId: organization.id, lastName, removedAt: null } }),
  ).then((user) => user?.accessEndsAt ?? null);

describe("a matching is remembered", () => {
  const WEIRD = "Wer;Wie noch;Wohin;Bis\n";
  const ADA = "Ada;Adams;ada@x.example;03/04/2030\n";
  const MATCHING: ColumnField[] = ["firstName", "lastName", "accessEmail", "accessEndsAt"];

  test("for the next file with the same headers, however they are written, with what was chosen beside it", async () => {
    const read = await upload(WEIRD + ADA);
    expect(await findRemembered(admin, read.headers)).toBeNull();
    const reviewed = await getUsers(read, MATCHING, { defaultCountry: "DE", dateOrder: "dmy" });
    expect((await rowsOf(reviewed))[0]?.values).toMatchObject({ accessEndsAt: "2030-04-03" });

    const next = await upload(`WER,wie_noch,Wohin ,bis\nBen,Berg,ben@x.example,\n`);
    expect(await findRemembered(admin, next.headers)).toEqual({
      matching: MATCHING,
      defaultCountry: "DE",
      dateOrder: "dmy",
    });
    expect(await findRemembered(admin, [...next.headers].reverse())).toBeNull();
    expect(await findRemembered(admin, ["", "", "", ""])).toBeNull();
    expect(await findRemembered(admin, [...next.headers, "Errors"])).toMatchObject({
      matching: [...MATCHING, null],
      defaultCountry: "DE",
    });

    await getUsers(next, ["lastName", "firstName", "accessEmail", null]);
    expect(await findRemembered(admin, read.headers)).toMatchObject({
      matching: ["lastName", "firstName", "accessEmail", null],
      defaultCountry: null,
    });
  });

  test("and no other organization sees it", async () => {
    const { headers } = await getUsers(await upload(WEIRD + ADA), MATCHING, { dateOrder: "mdy" });
    const other = await makeActor(await makeOrganization(), "admin");
    expect(await findRemembered(other, headers)).toBeNull();
    const all = await withOrganization(other.organization.id, (tx) => tx.columnMatching.findMany());
    expect(all).toEqual([]);
  });

  test("for programs too, unless they say what columns are; what they send is not", async () => {
    await adminQuery("DELETE FROM graphile_worker._private_jobs");
    const { secret } = await makeApiKey(admin);
    const send = async (options?: unknown) => {
      const body = new FormData();
      body.set("file", new File([WEIRD + ADA], "people.csv"));
      if (options) body.set("options", JSON.stringify(options));
      const answer = await uploadByApi(apiRequest("/api/v1/imports", secret, { method: "POST", body }));
      const { id } = (await answer.json()) as { id: string };
      await runJobs();
      return detailsOf(admin, id);
    };
    expect(await send()).toMatchObject({ state: "refused", refusal: { code: "column_unmatched" } });
    const columns = { Wer: "firstName", "Wie noch": "lastName", Wohin: "accessEmail" };
    expect(await send({ columns })).toMatchObject({ state: "review", counts: { create: 1 } });
    expect(await send()).toMatchObject({ state: "refused" });

    await getUsers(await upload(WEIRD + ADA), MATCHING, { dateOrder: "mdy" });
    const done = await send();
    expect(done).toMatchObject({ state: "review", matching: MATCHING, counts: { create: 1 } });
    expect((await rowsOf(done))[0]?.values).toMatchObject({ accessEndsAt: "2030-03-04" });
    expect(await send({ dateOrder: "dmy" })).toMatchObject({ state: "review" });
  });
});

describe("the header", () => {
  const TITLED =
    "Staff of Acme,,\nQuestions to,hr@acme.example,\n\nFirst name,Last name,Email\nAda,Adams,ada@x.example\n";

  test("is found below titles, and the lines above are told", async () => {
    const read = await upload(TITLED);
    expect(read).toMatchObject({ headerLine: 4, headers: ["First name", "Last name", "Email"] });
    expect(read.firstRows.map(({ line }) => line)).toEqual([1, 2, 4, 5]);
    const reviewed = await getUsers(read, ["firstName", "lastName", "accessEmail"]);
    expect(reviewed).toMatchObject({ rowCount: 1, counts: { create: 1 } });
    expect((await rowsOf(reviewed)).map(({ line }) => line)).toEqual([5]);
  });

  test("may be another line, or none, as a person says", async () => {
    const { id } = await upload(TITLED);
    expect(codeOf(await chooseHeaderLine(admin, id, 3))).toBe("invalid");
    unwrap(await chooseHeaderLine(admin, id, 1));
    await readImport(jobOf(admin, id));
    const second = await detailsOf(admin, id);
    expect(second).toMatchObject({ state: "matching", headerLine: 1, headers: ["Staff of Acme", "", ""] });
    unwrap(await chooseHeaderLine(admin, id, 0));
    await readImport(jobOf(admin, id));
    const none = await detailsOf(admin, id);
    expect(none).toMatchObject({ hasHeader: false, headerLine: null, headers: ["", "", ""] });
    const reviewed = await getUsers(none, ["firstName", "lastName", "accessEmail"], { hasHeader: false });
    expect(reviewed).toMatchObject({ rowCount: 4 });
  });

  test("chosen by a person is the one that rows are judged below", async () => {
    const { id } = await upload("a,b,c\nFirst name,Last name,Email\nAda,Adams,ada@x.example\n");
    unwrap(await chooseHeaderLine(admin, id, 1));
    await readImport(jobOf(admin, id));
    const reviewed = await getUsers(await detailsOf(admin, id), ["firstName", "lastName", "accessEmail"]);
    expect(reviewed).toMatchObject({ rowCount: 2, counts: { create: 1, invalid: 1 } });
  });
});

test("a person's line that is taken for the header gives no password away", async () => {
  const { id } = await upload(
    "First name,Last name,Email,Password\nAda,Adams,ada@x.example,h7-secret-1\nBen,Berg,ben@x.example,h7-secret-2\n",
  );
  for (const line of [2, 0, 1]) {
    unwrap(await chooseHeaderLine(admin, id, line));
    await readImport(jobOf(admin, id));
    const read = await detailsOf(admin, id);
    expect(JSON.stringify(read)).not.toContain("h7-secret");
    const matching: ColumnField[] = ["firstName", "lastName", "accessEmail"];
    unwrap(
      await chooseColumns(admin, id, {
        matching: [...matching, null],
        hasHeader: line > 0,
        defaultCountry: null,
        isRemembered: true,
      }),
    );
    await parseImport(jobOf(admin, id));
    const reviewed = await detailsOf(admin, id);
    expect(reviewed.rowCount).toBe(3 - line);
    expect(JSON.stringify([reviewed, await rowsOf(reviewed)], plainBigint)).not.toContain("h7-secret");
    unwrap(await reopenColumns(admin, id));
  }
});

const plainBigint = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

test("a full name is taken apart, and one that cannot be is an issue", async () => {
  const read = await upload(
    'Name,Email\nvan Gogh Vincent,a@x.example\n"Adams, Ada",b@x.example\nPlato,c@x.example\n',
  );
  const reviewed = await getUsers(read, ["fullName", "accessEmail"]);
  const [vincent, ada, plato] = await rowsOf(reviewed);
  expect(vincent?.values).toMatchObject({ firstName: "van Gogh", lastName: "Vincent" });
  expect(ada).toMatchObject({ fate: "create", values: { firstName: "Ada", lastName: "Adams" } });
  expect(plato).toMatchObject({ fate: "invalid", issues: [{ field: "lastName", code: "name_unclear" }] });
  const both: (ColumnField | null)[] = ["fullName", "lastName"];
  const again = await upload("Name,Email\nAda Adams,a@x.example\n");
  const choice = { matching: both, hasHeader: true, defaultCountry: null };
  expect(codeOf(await chooseColumns(admin, again.id, choice))).toBe("invalid");
});

test("the example of a template is left out, and the counts stay true", async () => {
  const columns = templateColumns("names-and-email", MANDATORY_FIELDS);
  const template = templateFile(columns, "csv", []);
  const ada = new TextEncoder().encode("Ada,Adams,ada@x.example\r\n");
  const reviewed = await getUsers(
    await upload(Buffer.concat([template, ada])),
    columns.map(({ field }) => field),
  );
  expect(reviewed).toMatchObject({ rowCount: 1, exampleLine: 2, counts: { create: 1, invalid: 0 } });
  const done = await commitRun(admin, reviewed);
  expect(done.result).toEqual({ created: 1, updated: 0, unchanged: 0, skipped: 0, failed: 0 });
});

describe("the day on which access ends", () => {
  const HEADER = "First name,Last name,Email,Access ends\n";
  const MATCHING: ColumnField[] = ["firstName", "lastName", "accessEmail", "accessEndsAt"];
  const run = async (rows: string, choice: Partial<ColumnChoice> = {}) => {
    const mode = "both" as const;
    return getUsers(await upload(HEADER + rows), MATCHING, { mode, matchKey: "accessEmail", ...choice });
  };

  test("is kept to its end, changed, emptied, and taken back", async () => {
    const created = await commitRun(admin, await run("Ada,Adams,ada@x.example,31.12.2030\n"));
    expect(await endsOf("Adams")).toEqual(endOfDay("2030-12-31"));
    expect((await run("Ada,Adams,ada@x.example,2030-12-31\n")).counts).toMatchObject({ unchanged: 1 });
    expect((await run("Ada,Adams,ada@x.example,\n")).counts).toMatchObject({ unchanged: 1 });

    const later = await run("Ada,Adams,ada@x.example,1/2/2031\n", { dateOrder: "dmy" });
    const [row] = await rowsOf(later);
    expect(row?.changes).toEqual({
      before: { accessEndsAt: "2030-12-31" },
      after: { accessEndsAt: "2031-02-01" },
    });
    await commitRun(admin, later);
    expect(await endsOf("Adams")).toEqual(endOfDay("2031-02-01"));

    const emptied = await run("Ada,Adams,ada@x.example,#clear\n");
    await commitRun(admin, emptied);
    expect(await endsOf("Adams")).toBeNull();
    await undoRun(admin, emptied.id);
    expect(await endsOf("Adams")).toEqual(endOfDay("2031-02-01"));
    expect(created.result).toMatchObject({ created: 1 });
  });

  test("that is open is an issue until somebody says the order", async () => {
    const open = await run("Ada,Adams,ada@x.example,03/04/2030\n");
    expect((await rowsOf(open))[0]).toMatchObject({ issues: [{ code: "date_ambiguous" }] });
    const settled = await run("Ada,Adams,ada@x.example,03/04/2030\n", { dateOrder: "mdy" });
    expect((await rowsOf(settled))[0]?.values).toMatchObject({ accessEndsAt: "2030-03-04" });
  });

  test("comes back to the second where it was no day's end", async () => {
    const moment = new Date("2031-05-06T07:08:09.010Z");
    await makeUser(organization, { lastName: "Berg", accessEmail: "ben@x.example", accessEndsAt: moment });
    const changed = await commitRun(admin, await run("Una,Berg,ben@x.example,2031-05-06\n"));
    expect(await endsOf("Berg")).toEqual(endOfDay("2031-05-06"));
    await undoRun(admin, changed.id);
    expect(await endsOf("Berg")).toEqual(moment);
  });

  test("is edited by hand, with what was and what is in the log", async () => {
    const user = await makeUser(organization, { lastName: "Can" });
    unwrap(await updateUser(admin, user.id, 1, { ...inputOf(user), accessEndsAt: "2031-01-01" }));
    expect(await endsOf("Can")).toEqual(endOfDay("2031-01-01"));
    unwrap(await updateUser(admin, user.id, 2, inputOf(user, { company: "Acme" })));
    expect(await endsOf("Can")).toEqual(endOfDay("2031-01-01"));
    const [event] = await withOrganization(organization.id, (tx) =>
      tx.auditEvent.findMany({ where: { subjectId: user.id }, orderBy: { id: "asc" } }),
    );
    expect(event?.changes).toEqual({
      before: { accessEndsAt: null },
      after: { accessEndsAt: "2031-01-01" },
    });
  });

  test("is never given to the last admin who has none", async () => {
    const self = await withOrganization(organization.id, (tx) =>
      tx.user.findFirstOrThrow({ where: { id: admin.userId } }),
    );
    const end = { ...inputOf(self), accessEndsAt: "2031-01-01" };
    expect(codeOf(await updateUser(admin, self.id, self.version, end))).toBe("invalid");
    const file = await run(`${self.firstName},${self.lastName},${self.accessEmail},2031-01-01\n`);
    expect(file.counts).toMatchObject({ update: 1 });
    await expect(commitRun(admin, file)).rejects.toThrow(/active admin/);
    await makeUser(organization, { role: "admin" });
    expect(codeOf(await updateUser(admin, self.id, self.version, end))).toBe("ok");
  });
});

test.each(["csv", "xlsx"] as const)(
  "an export of the people as %s imports as it is, and changes nobody",
  async (format) => {
    await makeUser(organization, {
      accessEndsAt: endOfDay("2031-01-01"),
      company: "=1+1",
      mobilePhone: "+4917012345670",
    });
    await makeUser(organization, { suspendedAt: new Date() });
    const chunks: Uint8Array[] = [];
    const query = {
      search: "",
      status: null,
      role: null,
      importId: null,
      groupId: null,
      sort: "name" as const,
      descending: false,
    };
    for await (const chunk of exportBytes(exportBatches(admin, query), format)) chunks.push(chunk);
    const read = await upload(Buffer.concat(chunks));
    const { describeColumns } = await import("@/lib/imports/columns/description");
    const { columns } = describeColumns(
      { headers: read.headers, samples: read.samples, chosen: null },
      { mandatory: MANDATORY_FIELDS, domains: [organization.domain] },
    );
    expect(columns.every(({ how }) => how === "exact" || how === "ignored")).toBe(true);
    const reviewed = await getUsers(
      read,
      columns.map(({ field }) => field),
      { mode: "both" },
    );
    expect(reviewed.counts).toMatchObject({ unchanged: 3, update: 0, create: 0, invalid: 0 });
  },
);
