import { unzipSync } from "fflate";
import { beforeEach, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import type { Role } from "@/lib/permissions/roles";
import {
  askReport,
  fetchReport,
  removeSchedule,
  resumeSchedule,
  scheduleReport,
} from "@/lib/reports/commands";
import { startDueReports, startDueReportsOf } from "@/lib/reports/due";
import { REPORT_KINDS, type ReportFormat, type ReportKind } from "@/lib/reports/kinds";
import { makeReport } from "@/lib/reports/make";
import { findReport, listReports, listSchedules, readReport } from "@/lib/reports/queries";
import { changeSeats } from "@/lib/services/assign-commands";
import { createService } from "@/lib/services/commands";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  makeActor,
  makeHome,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
});

const jobOf = (reportId: string) => ({ organizationId: organization.id, reportId });

async function made(kind: ReportKind, format: ReportFormat = "csv", actor = admin) {
  const { id } = unwrap(await askReport(actor, { kind, format }));
  await makeReport(jobOf(id));
  const report = (await listReports(actor)).find((each) => each.id === id);
  if (!report) throw new Error("There is no such report.");
  return report;
}

async function bytesOf(id: string): Promise<Buffer> {
  const pieces = [];
  for await (const piece of readReport(admin, id)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const textOf = async (id: string) => (await bytesOf(id)).toString("utf8").replace(/^\ufeff/, "");

const messages = (userId: string) =>
  adminQuery<{ kind: string; address: string; filled: Record<string, string> }>(
    "SELECT kind, address, filled FROM messages WHERE user_id = $1 AND kind = 'reportReady'",
    [userId],
  );

const daily = { kind: "people", format: "csv", every: "day", day: 1, hour: 7 } as const;

const makeDue = (id: string) =>
  adminQuery("UPDATE report_schedules SET next_run_at = now() - interval '1 minute' WHERE id = $1", [id]);

describe("a report", () => {
  test("of people holds everybody, with formulas made harmless, as CSV and as XLSX", async () => {
    await makeUser(organization, { firstName: "=HYPERLINK(1)", lastName: "Upton", company: "@SUM(A1)" });
    const csv = await made("people");
    expect(csv).toMatchObject({ state: "ready", rows: 2, isScheduled: false });
    const text = await textOf(csv.id);
    expect(text.split("\r\n")).toHaveLength(4);
    expect(text).toContain("'=HYPERLINK(1)");
    expect(text).not.toMatch(/(^|,)[=@+-]/m);
    const xlsx = await made("people", "xlsx");
    const sheet = unzipSync(new Uint8Array(await bytesOf(xlsx.id)))["xl/worksheets/sheet1.xml"];
    expect(Buffer.from(sheet ?? []).toString()).toContain("=HYPERLINK(1)");
    expect(Buffer.from(sheet ?? []).toString()).not.toContain("<f>");
  });

  test("of events holds those of its days, the sign-ins alone or all of them", async () => {
    await adminQuery(
      `INSERT INTO audit_events (organization_id, id, occurred_at, action, actor_kind, actor_name, subject_type, subject_name, ip)
       VALUES ($1, uuid7(), now() - interval '5 days', 'session.started', 'user', '=Una', 'user', 'Una Recent', '192.0.2.7'),
         ($1, uuid7(), now() - interval '90 days', 'session.started', 'user', 'Una', 'user', 'Una Long Ago', '192.0.2.7')`,
      [organization.id],
    );
    const signIns = await textOf((await made("signIns")).id);
    expect(signIns).toContain("Una Recent,192.0.2.7");
    expect(signIns).not.toContain("Una Long Ago");
    const audit = await textOf((await made("audit")).id);
    expect(audit).toContain("Signed in");
    expect(audit).toContain("Report asked for");
    expect(audit).toContain("'=Una");
  });

  test("of licenses holds who has a seat of what, and who waits", async () => {
    const terms = { priceMinor: 0, currency: "EUR", term: "month", unlimited: false } as const;
    const service = { ...terms, name: "=Desk phone", description: "", seats: 1 };
    const { id } = unwrap(await createService(admin, service));
    const people = [await makeUser(organization, { lastName: "First" }), await makeUser(organization)];
    const change = { kind: "assignService", serviceId: id, whenShort: "wait" } as const;
    unwrap(await changeSeats(admin, { ids: people.map((person) => person.id) }, change));
    const { id: other } = await makeOrganization();
    const text = await textOf((await made("licenses")).id);
    expect(text.trim().split("\r\n")).toHaveLength(3);
    expect(text).toMatch(/'=Desk phone,[^\r]*,Has one,/);
    expect(text).toMatch(/'=Desk phone,[^\r]*,Waits,/);
    expect(text).not.toContain(other);
  });

  test("of imports holds each with what came of it", async () => {
    await withOrganization(organization.id, (tx) =>
      tx.import.create({
        data: {
          organizationId: organization.id,
          id: newId(),
          state: "done",
          fileName: "=people.csv",
          rowCount: 5,
          createdBy: {},
          result: { created: 3, updated: 1, unchanged: 1, skipped: 0, failed: 0 },
        },
      }),
    );
    expect(await textOf((await made("imports")).id)).toMatch(/'=people\.csv,done,,[^,]+,,,5,3,1,1,0,0,/);
  });

  test("is told of by a message to the access email, with a link that holds until it expires", async () => {
    const user = await makeUser(organization, { role: "admin", accessEmail: "chief@mail.example" });
    const actor = actorOf(user, organization);
    const report = await made("people", "csv", actor);
    const [message] = await messages(user.id);
    expect(message?.address).toBe("chief@mail.example");
    const link = new URL(message?.filled.reportLink ?? "");
    expect(link.pathname).toBe(`/${organization.slug}/reports/${report.id}`);
    const signature = link.searchParams.get("signature") ?? "";
    expect(unwrap(await fetchReport(actor, report.id, signature)).fileName).toMatch(/-people-.*\.csv$/);
    expect((await listReports(actor))[0]?.fetches).toMatchObject([{ by: actor.name }]);
    expect(await findReport(actor, report.id, signature)).not.toBeNull();
    for (const wrong of [
      "",
      `${signature}x`,
      signature.replace(/^./, (first) => (first === "A" ? "B" : "A")),
    ]) {
      expect(codeOf(await fetchReport(actor, report.id, wrong))).toBe("notFound");
      expect(await findReport(actor, report.id, wrong)).toBeNull();
    }
    await adminQuery("UPDATE reports SET expires_at = now() - interval '1 second' WHERE id = $1", [
      report.id,
    ]);
    const late = (await listReports(actor)).find(({ id }) => id === report.id);
    expect(late?.state).toBe("expired");
    expect(codeOf(await fetchReport(actor, report.id, late?.signature ?? ""))).toBe("notFound");
    await startDueReports();
    expect(await adminQuery("SELECT FROM report_parts WHERE report_id = $1", [report.id])).toEqual([]);
    expect(codeOf(await fetchReport(actor, report.id, late?.signature ?? ""))).toBe("notFound");
  });

  test("is made once, however often and by however many workers", async () => {
    const { id } = unwrap(await askReport(admin, { kind: "people", format: "csv" }));
    await Promise.all(Array.from({ length: 4 }, () => makeReport(jobOf(id))));
    await makeReport(jobOf(id));
    expect(await messages(admin.userId)).toHaveLength(1);
    expect(await adminQuery("SELECT FROM report_parts WHERE report_id = $1", [id])).toHaveLength(1);
  });

  test("that cannot be made says so after some tries", async () => {
    const { id } = unwrap(await askReport(admin, { kind: "audit", format: "csv" }));
    await adminQuery("UPDATE reports SET days = 2000000000 WHERE id = $1", [id]);
    await expect(makeReport(jobOf(id), 1)).rejects.toThrow();
    await makeReport(jobOf(id), 5);
    expect((await listReports(admin))[0]).toMatchObject({ state: "failed" });
  });

  test("goes to whoever asked, where their account is, from an organization that theirs manages", async () => {
    const operator = await makeOrganization({ managing: true });
    const below = await makeOrganization({ managedBy: operator.id });
    const user = await makeUser(operator, { role: "admin" });
    const actor = actorOf(user, below);
    const { id } = unwrap(await askReport(actor, { kind: "audit", format: "csv" }));
    await makeReport({ organizationId: below.id, reportId: id });
    const [message] = await messages(user.id);
    expect(message?.filled.reportLink).toContain(`/${below.slug}/reports/${id}`);
    expect(message?.filled.report).toContain("Organization");
  });
});

describe("a schedule", () => {
  test("begins its report when its turn comes, once with many workers, and moves on", async () => {
    const { id } = unwrap(await scheduleReport(admin, daily));
    await startDueReports();
    expect(await listReports(admin)).toEqual([]);
    await makeDue(id);
    await Promise.all(Array.from({ length: 5 }, () => startDueReportsOf(organization.id)));
    await startDueReports();
    const reports = await listReports(admin);
    expect(reports).toMatchObject([{ state: "waiting", isScheduled: true, kind: "people" }]);
    const [schedule] = (await listSchedules(admin)).schedules;
    expect(schedule?.nextRunAt.getTime()).toBeGreaterThan(Date.now());
    expect(schedule?.nextRunAt.toISOString()).toMatch(/T07:00:00\.000Z$/);
    const jobs = await adminQuery("SELECT FROM graphile_worker._private_jobs WHERE key = $1", [
      `reports.make:${organization.id}:${reports[0]?.id}`,
    ]);
    expect(jobs).toHaveLength(1);
    await makeReport(jobOf(reports[0]?.id ?? ""));
    expect(await messages(admin.userId)).toHaveLength(1);
  });

  test("stands on the clocks of the organization", async () => {
    await adminQuery("UPDATE organizations SET time_zone = 'Asia/Kolkata' WHERE id = $1", [organization.id]);
    unwrap(await scheduleReport(admin, daily));
    const { timeZone, schedules } = await listSchedules(admin);
    expect(timeZone).toBe("Asia/Kolkata");
    expect(schedules[0]?.nextRunAt.toISOString()).toMatch(/T01:30:00\.000Z$/);
  });

  test.each([
    ["the role", { role: "user" as Role }],
    ["the account", { suspendedAt: new Date() }],
    ["the time", { accessEndsAt: new Date(Date.now() - 1000) }],
  ])("is paused where whoever made it has lost %s, and goes on in another’s name", async (_, lost) => {
    const user = await makeUser(organization, { role: "admin" });
    const { id } = unwrap(await scheduleReport(actorOf(user, organization), daily));
    await makeDue(id);
    await startDueReports();
    await setUser(user, lost);
    const [report] = await listReports(admin);
    await makeReport(jobOf(report?.id ?? ""));
    expect((await listReports(admin))[0]).toMatchObject({ state: "refused", rows: null });
    expect(await adminQuery("SELECT FROM report_parts WHERE report_id = $1", [report?.id])).toEqual([]);
    expect(await messages(user.id)).toEqual([]);
    expect((await listSchedules(admin)).schedules[0]?.pausedBecause).toContain("may not have it");
    await makeDue(id);
    await startDueReports();
    expect(await listReports(admin)).toHaveLength(1);
    unwrap(await resumeSchedule(admin, id));
    expect((await listSchedules(admin)).schedules).toMatchObject([
      { pausedBecause: null, madeBy: admin.name },
    ]);
    await makeDue(id);
    await startDueReports();
    const [next] = await listReports(admin);
    await makeReport(jobOf(next?.id ?? ""));
    expect((await listReports(admin))[0]).toMatchObject({ state: "ready" });
    unwrap(await removeSchedule(admin, id));
    expect((await listSchedules(admin)).schedules).toEqual([]);
  });

  test("is paused where a policy lets whoever made it take no lists away", async () => {
    const { id } = unwrap(await scheduleReport(admin, daily));
    await makeDue(id);
    await startDueReports();
    await adminQuery(`UPDATE organizations SET policies = '{"exportAllowed": false}' WHERE id = $1`, [
      organization.id,
    ]);
    const [report] = await listReports(admin);
    await makeReport(jobOf(report?.id ?? ""));
    expect((await listSchedules(admin)).schedules[0]?.pausedBecause).toContain("policy");
    expect(codeOf(await askReport(admin, { kind: "people", format: "csv" }))).toBe("forbidden");
    expect((await listSchedules(admin)).refusal).toContain("policy");
  });
});

describe("who may what:", () => {
  const asked = async (actor: Actor) => {
    const codes = await Promise.all(
      REPORT_KINDS.map(
        async (kind) => [kind, codeOf(await askReport(actor, { kind, format: "csv" }))] as const,
      ),
    );
    return codes.filter(([, code]) => code === "ok").map(([kind]) => kind);
  };

  test("each has the reports of what they may see and take away", async () => {
    expect(await asked(admin)).toEqual([...REPORT_KINDS]);
    expect(await asked(await makeActor(organization, "viewer"))).toEqual([...REPORT_KINDS]);
    expect(await asked(await makeActor(organization, "billing"))).toEqual([]);
    expect(await asked(await makeActor(organization, "user"))).toEqual([]);
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    expect(await asked(manager)).toEqual(["people", "licenses", "imports"]);
    expect(await asked(await makeActor(organization, "user", "userManagementViewer"))).toEqual([]);
    expect(new Set((await listReports(manager)).map(({ kind }) => kind))).toEqual(
      new Set(["people", "licenses", "imports"]),
    );
  });

  test("a view-only admin puts nothing on a schedule, and whoever may not read it fetches no file", async () => {
    const viewer = await makeActor(organization, "viewer");
    expect(codeOf(await scheduleReport(viewer, daily))).toBe("forbidden");
    const { id } = unwrap(await scheduleReport(admin, daily));
    expect(codeOf(await removeSchedule(viewer, id))).toBe("forbidden");
    expect(codeOf(await resumeSchedule(viewer, id))).toBe("forbidden");
    const report = await made("audit");
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    expect(codeOf(await fetchReport(manager, report.id, report.signature ?? ""))).toBe("forbidden");
    expect(codeOf(await scheduleReport(manager, { ...daily, kind: "audit" }))).toBe("forbidden");
    expect(await findReport(manager, report.id, report.signature ?? "")).toBeNull();
    expect(codeOf(await fetchReport(viewer, report.id, report.signature ?? ""))).toBe("ok");
  });

  test("to another organization there is nothing", async () => {
    const other = await makeHome();
    const report = await made("people");
    const { id } = unwrap(await scheduleReport(admin, daily));
    expect(codeOf(await fetchReport(other.admin, report.id, report.signature ?? ""))).toBe("notFound");
    expect(codeOf(await removeSchedule(other.admin, id))).toBe("notFound");
    expect(codeOf(await resumeSchedule(other.admin, id))).toBe("notFound");
    expect(await listReports(other.admin)).toEqual([]);
    expect((await readReport(other.admin, report.id).next()).done).toBe(true);
  });
});
