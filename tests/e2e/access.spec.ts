import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";

const suffix = Date.now().toString(36);
const GROUP = `Reception ${suffix}`;
// Sorted by their last name, they are on the first page of everybody.
const PERSON = { first: "Ines", last: `Aaccess${suffix}`, email: `ines.${suffix}@elsewhere.example` };

test("an admin sees why somebody may do something, and who else may", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/groups/new");
  await page.getByLabel("Name", { exact: true }).fill(GROUP);
  await page.getByLabel("See people", { exact: true }).check();
  await page.getByRole("button", { name: "Make group" }).click();
  await expect(page).toHaveURL(/\/acme\/groups$/);

  await page.goto("/acme/users/new");
  await page.getByLabel("First name").fill(PERSON.first);
  await page.getByLabel("Last name").fill(PERSON.last);
  await page.getByLabel("Access email").fill(PERSON.email);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page).toHaveURL(/\/acme\/users\/[0-9a-f-]{36}$/);
  const card = page.getByRole("region", { name: "What this person may do" });
  await expect(card.locator("summary")).toHaveText([/^Support/, /^Address book/, /^Own account/]);
  await card.locator("summary").last().click();
  await expect(card.getByText("Everybody has it").last()).toBeVisible();

  await page.getByRole("button", { name: "Add to group" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Group").selectOption({ label: GROUP });
  await dialog.getByRole("button", { name: /1 person/ }).click();
  await expect(page.getByText("1 person added to the group")).toBeVisible();
  const area = card.locator("summary").filter({ hasText: "Users" });
  const why = new RegExp(`By the group “${GROUP}”, taken in by Alex Admin on `);
  await area.click();
  await expect(card.getByText(why)).toBeVisible();
  await expectAccessible(page);
  await area.press("Enter");
  await expect(card.getByText(why)).toBeHidden();
  await area.press("Enter");

  await card.getByRole("link", { name: "See people", exact: true }).click();
  await expect(page).toHaveURL(/\/acme\/permissions\/users\.read$/);
  await expect(page.getByRole("heading", { name: "See people", level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(/^Permission\b/);
  const row = page.getByRole("row").filter({ hasText: PERSON.last });
  await expect(row.getByText(why)).toBeVisible();
  await expect(page.getByText("By the role Organization admin").first()).toBeVisible();
  await expectAccessible(page);
  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { name: `${PERSON.first} ${PERSON.last}`, level: 1 })).toBeVisible();
});

test("every permission says how many may, and those who look on see it", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/groups");
  await page.getByRole("link", { name: "Who may do what" }).click();
  await expect(page).toHaveURL(/\/acme\/permissions$/);
  await expect(page.getByRole("heading", { name: "Permissions", level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(/^Permissions\b/);
  await expectAccessible(page);
  await page.getByRole("link", { name: "See one's own account" }).click();
  const pages = page.getByRole("navigation", { name: "Pages of people" });
  await expect(pages.getByText(/^50 of \d+$/)).toBeVisible();
  await pages.getByRole("link", { name: "Next" }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(page.getByText("Everybody has it").first()).toBeVisible();
  await pages.getByRole("link", { name: "First page" }).click();
  await expect(page).toHaveURL(/account\.read$/);
  await page
    .getByRole("navigation", { name: "Breadcrumbs" })
    .getByRole("link", { name: "Permissions" })
    .click();
  await expect(page).toHaveURL(/\/acme\/permissions$/);
});

test("a permission that is nothing here is said to be so, and one that there is not is not found", async ({
  page,
}) => {
  await signInByForm(page, account("admin"), "/acme/permissions/organizations.manage");
  await expect(page.getByText("Nobody may do this")).toBeVisible();
  await expectAccessible(page);
  expect((await page.goto("/acme/permissions/users.fly"))?.status()).toBe(404);
});

test("an admin sees what somebody else sees, and changes nothing meanwhile", async ({ page }) => {
  await signInByForm(page, account("admin"), `/acme/users?q=${account("userManagementAdmin").username}`);
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "See what they see" }).click();
  const note = page.getByText(/^You see what .* sees$/);
  await expect(note).toBeVisible();
  await expect(page.getByRole("link", { name: "Groups" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  await expectAccessible(page);
  expect((await page.goto("/acme/audit"))?.status()).toBe(403);
  await expect(note).toBeVisible();

  // What they could do is there to be seen; it does nothing.
  await page.goto(`/acme/users?q=${account("user").username}`);
  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByRole("dialog").getByText(/^You look on as/)).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.goto("/acme/groups");
  await expect(page.getByRole("link", { name: "New group" })).toHaveCount(0);

  await page.getByRole("button", { name: "Stop" }).click();
  await expect(note).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Audit log" })).toBeVisible();
  await expect(page.getByText("Looked on as this person").first()).toBeVisible();
});

test("an admin sees the account of somebody who has nothing else", async ({ page }) => {
  const theirs = account("user");
  await signInByForm(page, account("admin"), `/acme/users?q=${theirs.username}`);
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "See what they see" }).click();
  await expect(page.getByText(/^You see what .* sees$/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Your account", level: 1 })).toBeVisible();
  await expect(page.getByText(theirs.username).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Change your password" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Users", exact: true })).toHaveCount(0);
  await expectAccessible(page);
  expect((await page.goto("/acme/users"))?.status()).toBe(403);
  await page.getByRole("link", { name: "Your account" }).first().click();
  await expect(page.getByText(theirs.username).first()).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("Stopped looking on as this person").first()).toBeVisible();
});
