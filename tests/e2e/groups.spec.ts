import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";

const suffix = Date.now().toString(36);
const GROUP = `Front desk ${suffix}`;

test("an admin makes a group, takes people in, and they may do what it says", async ({ page, browser }) => {
  await signInByForm(page, account("admin"), "/acme/groups");
  await expectAccessible(page);
  await page.getByRole("link", { name: "New group" }).click();
  await expect(page.getByRole("heading", { name: "New group" })).toBeVisible();
  await expect(page).toHaveTitle(/Group/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make group" }).click();
  await expect(page.getByText("Give the group a name.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(GROUP);
  await page.getByLabel("Description").fill("Looks people up.");
  await page.getByLabel("See people", { exact: true }).check();
  await page.getByRole("button", { name: "Make group" }).dblclick();
  await expect(page).toHaveURL(/\/acme\/groups$/);
  await expect(page.getByRole("link", { name: GROUP })).toHaveCount(1);

  const theirs = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await signInByForm(theirs, account("user"), "/account");
  expect((await theirs.goto("/acme/users"))?.status()).toBe(403);

  await page.goto(`/acme/users?q=${encodeURIComponent(account("user").username)}`);
  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: "Add to group" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Group").selectOption({ label: GROUP });
  await expect(dialog.getByText(/gets what the group gives/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: /1 person/ }).click();
  await expect(page.getByText("1 person added to the group")).toBeVisible();
  expect((await theirs.goto("/acme/users"))?.status()).toBe(200);

  await page.goto("/acme/groups");
  await page
    .getByRole("row")
    .filter({ hasText: GROUP })
    .getByRole("link", { name: "1", exact: true })
    .click();
  await expect(page.getByText(`Only people in ${GROUP}`)).toBeVisible();
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await expect(page.getByText(/Since .* by /)).toBeVisible();
  await expect(page).not.toHaveTitle(/^Users/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Take out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take out" }).click();
  await expect(page.getByRole("link", { name: GROUP })).toHaveCount(0);
  expect((await theirs.goto("/acme/users"))?.status()).toBe(403);
});

test("those who look on see groups and change none", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/groups");
  await expect(page.getByRole("link", { name: "New group" })).toHaveCount(0);
  await page.getByRole("link", { name: GROUP }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeDisabled();
  await expect(page).toHaveTitle(/^Group\b/);
  await expect(page.getByRole("button", { name: "Save group" })).toHaveCount(0);
  await expectAccessible(page);
});
