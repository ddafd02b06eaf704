import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { beginOrganization } from "./organizations";
import { asSuperuser } from "./superuser";

const PEOPLE = 3_200;

test("very many people are changed in the background, with progress, and back", async ({ page, context }) => {
  const { organization } = await beginOrganization(page, "Thousands");
  await addPeople(organization);
  const hold = await holdWorker(organization);
  try {
    await suspendAll(page, organization);
    await expect(page).toHaveURL(/\/users\/changes$/);
    const bar = page.getByRole("progressbar", { name: "Suspending 3,200 people" });
    await expect(bar).toBeVisible();
    await expect(page.getByText("0 of 3,200 people · 0 %")).toBeVisible();
    await expect(page.getByText("You can close this page")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Take back/ })).toHaveCount(0);
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectAccessible(page);
    await page.reload();
    await expect(bar).toBeVisible();
  } finally {
    await hold.release();
  }
  await page.setViewportSize({ width: 1440, height: 900 });

  // Whoever closes the page finds it done later.
  const other = await context.newPage();
  await page.close();
  await other.goto(`/${organization}/users/changes`);
  const row = other.getByRole("row", { name: /Suspended/ });
  await expect(row).toContainText("3,200", { timeout: 90_000 });
  await expect(other.getByRole("progressbar")).toHaveCount(0);
  await other.goto(`/${organization}/users?status=suspended`);
  await expect(other.getByText("1,000+ users")).toBeVisible();

  // One is changed since; the others are as before again.
  await other.getByLabel("Select Mona Many 1", { exact: true }).check();
  await other.getByRole("button", { name: "Reactivate" }).click();
  await other.getByRole("dialog").getByRole("button", { name: "Reactivate 1 person" }).click();
  await expect(other.getByText("1 person reactivated")).toBeVisible();
  const again = await holdWorker(organization);
  try {
    await other.goto(`/${organization}/users/changes`);
    await other.getByRole("button", { name: "Take back: Suspended" }).click();
    await other.getByRole("dialog").getByRole("button", { name: "Take it back for 3,199 people" }).click();
    await expect(other.getByRole("progressbar", { name: "Taking back “Suspended”" })).toBeVisible();
    await expect(row).toContainText("Being taken back");
    await expectAccessible(other);
  } finally {
    await again.release();
  }
  await expect(row).toContainText(/Taken back for 3,199 people by Sue/, { timeout: 90_000 });
  await expect(other.getByRole("progressbar")).toHaveCount(0);
  await expectAccessible(other);
});

test("a change that ends early says why, and for how many", async ({ page }) => {
  const { organization } = await beginOrganization(page, "Stopped");
  await addPeople(organization);
  const hold = await holdWorker(organization);
  try {
    await suspendAll(page, organization);
    await expect(page.getByRole("progressbar")).toBeVisible();
    // Somebody else was made admin, and takes it from whoever asked.
    await asSuperuser((client) =>
      client.query(
        `UPDATE users SET role = CASE WHEN first_name = 'Sue' THEN 'viewer' ELSE 'admin' END
         WHERE organization_id = (SELECT id FROM organizations WHERE slug = $1)
           AND (first_name = 'Sue' OR username LIKE 'many1@%')`,
        [organization],
      ),
    );
  } finally {
    await hold.release();
  }
  const row = page.getByRole("row", { name: /Suspended/ });
  await expect(row).toContainText("It ended early: Whoever asked for this may not do so any more.", {
    timeout: 90_000,
  });
  await expect(row).toContainText(/people stayed as they were: .*not come to/);
  await expectAccessible(page);
});

test("whoever sees that it is wrong stops it, and nobody else is changed", async ({ page }) => {
  const { organization } = await beginOrganization(page, "Halted");
  await addPeople(organization);
  const hold = await holdWorker(organization);
  try {
    await suspendAll(page, organization);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Stop: Suspending 3,200 people" }).click();
  } finally {
    await hold.release();
  }
  const row = page.getByRole("row", { name: /Suspended/ });
  await expect(row).toContainText("It ended early: Sue", { timeout: 90_000 });
  await expect(row).toContainText(/stopped it\. ?.*people stayed as they were: .*not come to/);
  await expect(page.getByRole("progressbar")).toHaveCount(0);
});

async function suspendAll(page: Page, organization: string): Promise<void> {
  await page.goto(`/${organization}/users?q=mona`);
  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: /^Select all 3,200/ }).click();
  await page.getByRole("button", { name: "Suspend", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Suspend 3,200 people" }).click();
  await expect(page.getByRole("heading", { name: "Bulk changes", level: 1 })).toBeVisible();
}

const addPeople = (organization: string) =>
  asSuperuser(async (client) => {
    await client.query(
      `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, activated_at)
       SELECT d.organization_id, uuid7(), 'Mona', 'Many ' || n, 'many' || n || '@' || d.name, d.id,
         'many' || n || '@x.example', now()
       FROM generate_series(1, $2::int) AS n, domains d JOIN organizations o ON o.id = d.organization_id
       WHERE o.slug = $1`,
      [organization, PEOPLE],
    );
    await client.query("ANALYZE users");
  });

/** Keeps the worker waiting where a page shall be seen while it has not come far. */
async function holdWorker(organization: string): Promise<{ release: () => Promise<void> }> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let held = () => {};
  const holding = new Promise<void>((resolve) => {
    held = resolve;
  });
  const done = asSuperuser(async (client) => {
    await client.query("BEGIN");
    await client.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('admins:' || id, 0)) FROM organizations WHERE slug = $1`,
      [organization],
    );
    held();
    await released;
    await client.query("COMMIT");
  });
  await holding;
  return {
    release: async () => {
      release();
      await done;
    },
  };
}
