import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, requestsOf, signInByForm } from "./accounts";
import { beginOrganization } from "./organizations";
import { asSuperuser } from "./superuser";

/** The number that a link of the overview shows. */
async function figureOf(page: Page, name: RegExp): Promise<number> {
  const label = (await page.getByRole("link", { name }).first().getAttribute("aria-label")) ?? "";
  return Number(/^[\d,]+/.exec(label)?.[0].replaceAll(",", ""));
}

/** The list says how many it has in all. */
const expectListed = (page: Page, count: number) =>
  expect(page.getByText(new RegExp(`^${count.toLocaleString("en")} users?$`)).first()).toBeAttached();

test("people land on an overview, each of whose figures leads to as many", async ({ page }) => {
  await signInByForm(page, account("admin"), "/");
  await expect(page).toHaveURL(/\/acme$/);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expectAccessible(page);
  for (const status of ["Active", "Pending", "Suspended"]) {
    const count = await figureOf(page, new RegExp(`^[\\d,]+, ${status}$`));
    await page.getByRole("link", { name: new RegExp(`^[\\d,]+, ${status}$`) }).click();
    await expect(page).toHaveURL(new RegExp(`status=${status.toLowerCase()}`));
    await expectListed(page, count);
    await page.goBack();
  }
  const signIns = await figureOf(page, /, Sign-ins, the last 30 days$/);
  expect(signIns).toBeGreaterThan(0);
  await page.getByText("Numbers as a table").last().click();
  await page.goto("/acme");
  await page.getByRole("link", { name: /, Sign-ins, the last 30 days$/ }).click();
  await expect(page).toHaveURL(/action=session\.started/);
  if (signIns < 50) await expect(page.getByRole("row").filter({ hasText: "Signed in" })).toHaveCount(signIns);
});

test("the overview runs no script of its own", async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await signInByForm(page, account("viewer"), "/acme");
  await expect(page.getByRole("heading", { name: "Sign-ins" })).toBeVisible();
  await page.getByText("Numbers as a table").first().click();
  await expect(page.getByRole("table", { name: "Activations by day" })).toBeVisible();
});

test("whoever manages organizations sees all of them together, and each", async ({ page }) => {
  await signInByForm(page, account("admin", "operator"), "/organizations");
  await page.getByRole("link", { name: "Overview", exact: true }).last().click();
  await expect(page).toHaveURL(/\/organizations\/overview$/);
  await expectAccessible(page);
  await page.getByRole("link", { name: /^[\d,]+, Active$/ }).click();
  await expect(page.getByRole("heading", { name: "Active, by organization" })).toBeVisible();
  const count = await figureOf(page, /^[\d,]+, Active, Acme$/);
  await page.getByRole("link", { name: /^[\d,]+, Active, Acme$/ }).click();
  await expect(page).toHaveURL(/\/acme\/users\?status=active/);
  await expectListed(page, count);
});

test("the audit log says up to when it is unbroken, and where it is not", async ({ page }) => {
  test.setTimeout(240_000);
  const { organization } = await beginOrganization(page, "Sealed");
  await page.goto(`/${organization}/audit`);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/Unbroken up to/)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 180_000, intervals: [5_000] });
  await expectAccessible(page);
  await asSuperuser((client) =>
    client.query(
      `UPDATE audit_events SET actor_name = 'Nobody' WHERE action = 'organization.created'
         AND organization_id = (SELECT id FROM organizations WHERE slug = $1)`,
      [organization],
    ),
  );
  await page.reload();
  await expect(page.getByText("Somebody has changed this log from outside")).toBeVisible();
  await expectAccessible(page);
});

test("a scheduled report arrives as a link, is downloaded, and expires", async ({ page, browser }) => {
  test.setTimeout(240_000);
  const { organization } = await beginOrganization(page, "Reported");
  await page.goto(`/${organization}/reports`);
  await expect(page.getByText("No reports yet")).toBeVisible();
  await page.getByLabel("How often").selectOption("day");
  await page.getByRole("button", { name: "Put on schedule" }).click();
  await expect(page.getByRole("cell", { name: "Every day at 07:00", exact: true })).toBeVisible();
  await expectAccessible(page);
  const inOrganization = (statement: string) =>
    asSuperuser(async (client) => {
      const { rows } = await client.query<Record<string, string>>(
        `${statement} WHERE organization_id = (SELECT id FROM organizations WHERE slug = $1)`,
        [organization],
      );
      return rows;
    });
  await inOrganization("UPDATE report_schedules SET next_run_at = now() - interval '1 minute'");
  let link = "";
  await expect(async () => {
    const rows = await inOrganization("SELECT filled->>'reportLink' AS link, state FROM messages");
    const found = rows.find((row) => row.link && row.state === "sent");
    link = new URL(found?.link ?? "").pathname + new URL(found?.link ?? "").search;
  }).toPass({ timeout: 180_000, intervals: [2_000] });
  const anonymous = await (await browser.newContext()).newPage();
  await anonymous.goto(link);
  await expect(anonymous).toHaveURL(/\/sign-in/);
  await page.goto(link);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toMatch(/-people-\d{4}-\d\d-\d\d\.csv$/);
  await page.goto(`/${organization}/reports`);
  await expect(page.getByRole("cell", { name: /^Sue Reported, / })).toBeVisible();
  await inOrganization("UPDATE reports SET expires_at = now() - interval '1 second'");
  await page.goto(link);
  await expect(page.getByText(/expired|no report behind this link/)).toBeVisible();
  const stranger = await requestsOf(account("admin"));
  const file = link.replace(/^\/([^/]+)\/reports\/([^?]+)/, "/api/organizations/$1/reports/$2");
  expect((await stranger.get(file)).status()).toBe(404);
  expect((await page.request.get(file)).status()).toBe(404);
});
