import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { download, textOf } from "./files";

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

test("the list shows the groups of people, those of one alone, and puts them into the file", async ({
  page,
}) => {
  const other = `Late shift ${suffix}`;
  const { username } = account("user");
  await signInByForm(page, account("admin"), "/acme/groups/new");
  for (const name of [GROUP, other]) {
    if (name === other) {
      await page.getByLabel("Name", { exact: true }).fill(name);
      await page.getByRole("button", { name: "Make group" }).click();
      await expect(page).toHaveURL(/\/acme\/groups$/);
    }
    await page.goto(`/acme/users?q=${encodeURIComponent(username)}`);
    await page.getByLabel("Select all users on this page").check();
    await page.getByRole("button", { name: "Add to group" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Group").selectOption({ label: name });
    await dialog.getByRole("button", { name: /1 person/ }).click();
    await expect(page.getByText("1 person added to the group")).toBeVisible();
    if (name === GROUP) await page.goto("/acme/groups/new");
  }

  await page.goto("/acme/users");
  await expect(page.getByRole("columnheader", { name: "Groups" })).toHaveCount(0);
  await page
    .locator("summary")
    .filter({ hasText: /^Groups/ })
    .click();
  await page.getByLabel("Show Groups as a column").check();
  await expect(page.getByRole("columnheader", { name: "Groups" })).toBeVisible();
  await expect(page).toHaveURL(/columns=groups/);
  await page.getByLabel("Groups", { exact: true }).selectOption({ label: other });
  await expect(page.getByText(`Only people in ${other}`)).toBeVisible();
  await expect(page).toHaveURL(/group=[0-9a-f-]{36}/);
  await expect(page.getByRole("status").filter({ hasText: "1 user" })).toBeVisible();
  await expect(page.getByRole("row").nth(1)).toContainText(`${GROUP}, ${other}`);
  await expectAccessible(page);

  // The address keeps it, and so does whatever else is asked; at first the box has the one group alone.
  await page.reload();
  await expect(page.locator("summary").filter({ hasText: /^Groups.* \(1 in use\)$/ })).toBeVisible();
  await page.getByLabel("Search users").fill("nobody has this name");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.getByLabel("Search users").fill(username);
  await expect(page.getByRole("row").nth(1)).toContainText(other);
  await page.getByLabel("Status", { exact: true }).selectOption("suspended");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.getByLabel("Status", { exact: true }).selectOption("");
  await expect(page.getByText(`Only people in ${other}`)).toBeVisible();
  await page
    .locator("summary")
    .filter({ hasText: /^Groups.* \(1 in use\)$/ })
    .click();
  await expect(
    page.getByLabel("Groups", { exact: true }).locator("option", { hasText: GROUP }),
  ).toBeAttached();
  await expect(page.getByLabel("Groups", { exact: true }).locator("option:checked")).toHaveText(other);
  await page.getByRole("button", { name: "Export" }).click();
  const file = await download(page, () => page.getByRole("menuitem", { name: "As CSV" }).click());
  const lines = (await textOf(file)).trim().split("\r\n");
  expect(lines[0]).toMatch(/,Groups$/);
  expect(lines.slice(1)).toEqual([expect.stringContaining(`"${GROUP}, ${other}"`)]);

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole("row").nth(1)).toContainText(`${GROUP}, ${other}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  await page.getByLabel("Groups", { exact: true }).selectOption("");
  await expect(page.getByText(`Only people in ${other}`)).toHaveCount(0);
  await expect(page).not.toHaveURL(/group=/);

  await page.goto("/acme/users?group=01a2003b-3f5b-7a7b-bbfc-a9413fa82f3d");
  await expect(page.getByText("Only people in a group that is gone")).toBeVisible();
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.goto(`/acme/users?q=${encodeURIComponent(username)}`);
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  for (const name of [GROUP, other]) {
    const group = page.getByRole("listitem").filter({ hasText: name });
    await group.getByRole("button", { name: "Take out" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Take out" }).click();
    await expect(page.getByRole("link", { name })).toHaveCount(0);
  }
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
