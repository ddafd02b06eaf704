import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { beginOrganization } from "./organizations";

const UNKNOWN = "/api/v1/imports/01900000-0000-7000-8000-000000000000";

test("a key opens the API until it is revoked on its page", async ({ page, request }) => {
  const { organization } = await beginOrganization(page, "Keys");
  await page.goto(`/${organization}/api-keys`);
  await page.getByRole("button", { name: "Make a key" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Make an API key" });
  await dialog.getByLabel("Name").fill("Payroll");
  await dialog.getByRole("checkbox", { name: "imports.read" }).check();
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const key = await dialog.getByLabel("Key", { exact: true }).inputValue();
  const headers = { authorization: `Bearer ${key}` };
  expect((await request.get(UNKNOWN, { headers })).status()).toBe(404);

  await page.reload();
  const row = page.getByRole("row", { name: /Payroll/ });
  await expect(row).toContainText("Active");
  await row.getByRole("button", { name: "Revoke Payroll" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toContainText("Revoked");
  await expect(row.getByRole("button", { name: "Revoke Payroll" })).toHaveCount(0);
  await expectAccessible(page);
  expect((await request.get(UNKNOWN, { headers })).status()).toBe(401);
});

test("a key is replaced while the old one holds", async ({ page, request }) => {
  const { organization } = await beginOrganization(page, "Rotated");
  await page.goto(`/${organization}/api-keys`);
  await page.getByRole("button", { name: "Make a key" }).first().click();
  const making = page.getByRole("dialog", { name: "Make an API key" });
  await making.getByLabel("Name").fill("Payroll");
  await making.getByRole("checkbox", { name: "imports.read" }).check();
  await making.getByLabel("Good for").selectOption("7");
  await making.getByRole("button", { name: "Make the key" }).click();
  const old = await making.getByLabel("Key", { exact: true }).inputValue();
  await making.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("A key ends soon")).toBeVisible();

  await page.getByRole("button", { name: "Replace Payroll" }).click();
  const replacing = page.getByRole("dialog", { name: "Replace the key Payroll" });
  await expectAccessible(page);
  await replacing.getByRole("button", { name: "Make the new key" }).click();
  const fresh = await replacing.getByLabel("New key", { exact: true }).inputValue();
  await replacing.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("A key ends soon")).toHaveCount(0);
  await expect(page.getByText("Replaced by a new one")).toBeVisible();
  for (const key of [old, fresh])
    expect((await request.get(UNKNOWN, { headers: { authorization: `Bearer ${key}` } })).status()).toBe(404);
  await page.reload();
  await expect(page.getByText(/^from (127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/)).toHaveCount(2);
  await expectAccessible(page);
});
