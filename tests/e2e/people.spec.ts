import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { download, textOf } from "./files";

const suffix = Date.now().toString(36);
const ZOE = { first: "Zoë", last: `Journey${suffix}`, username: `zoe.${suffix}` };
const PASSWORD = `a long enough phrase ${suffix}`;

/** One person's way: added, found, invited, activated, suspended in the middle of a session, removed, taken back. */
test("somebody is added, activates the account, is suspended and removed", async ({ page, browser }) => {
  await signInByForm(page, account("admin"), "/acme/users/new");
  await expectAccessible(page);
  await page.getByLabel("First name").fill(ZOE.first);
  await page.getByLabel("Last name").fill(ZOE.last);
  await page.getByLabel("Access email").fill(`${ZOE.username}@elsewhere.example`);
  await expect(page.getByRole("textbox", { name: "Username" })).toHaveValue(ZOE.username);
  await page.getByLabel("Mobile phone").fill("20 7455 9485");
  await page.getByRole("button", { name: "Add user" }).click();
  await expect(page.getByText(/country code/i).first()).toBeVisible();
  await page.getByLabel("Mobile phone").fill("+44 20 7455 9485");
  await page.getByRole("button", { name: "Add user" }).dblclick();
  await expect(page).toHaveURL(/\/acme\/users\/[0-9a-f-]{36}$/);
  await expectAccessible(page);
  const address = page.url();

  await page.goto("/acme/users");
  await page.getByRole("searchbox", { name: "Search users" }).fill(`zoe journey${suffix}`);
  await expect(page).toHaveURL(/q=zoe/);
  await expect(page.getByRole("link", { name: `${ZOE.first} ${ZOE.last}` })).toHaveCount(1);

  await page.goto(address);
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Activation link" }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();

  const theirs = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await theirs.goto(link);
  await expectAccessible(theirs);
  await theirs.getByRole("textbox", { name: "New password" }).fill("short");
  await theirs.getByRole("button", { name: "Activate and sign in" }).click();
  await expect(theirs.getByText(/a few words in a row do well/)).toBeVisible();
  await theirs.getByRole("textbox", { name: "New password" }).fill(PASSWORD);
  await theirs.getByRole("button", { name: "Activate and sign in" }).click();
  await expect(theirs).toHaveURL(/\/account$/);
  await expectAccessible(theirs);
  await theirs.goto(link);
  await expect(theirs.getByText("This link does not work any more")).toBeVisible();

  await page.goto(address);
  await confirm(page, "Suspend");
  await expect(page.getByText("Suspended").first()).toBeVisible();
  await theirs.goto("/account");
  await expect(theirs).toHaveURL(/sign-in/);
  await page.reload();
  await confirm(page, "Remove");
  await page.getByRole("button", { name: "Take back the removal" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await expect(page.getByText(/^Removed on/)).toBeHidden();
  await expect(page.getByText("Suspended").first()).toBeVisible();
  await page.goto(`/acme/users?q=journey${suffix}`);
  await expect(page.getByRole("link", { name: `${ZOE.first} ${ZOE.last}` })).toHaveCount(1);
});

test("somebody is edited by the form", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/users/new");
  await page.getByLabel("First name").fill("Edith");
  await page.getByLabel("Last name").fill(`Edited${suffix}`);
  await page.getByLabel("Access email").fill(`edith.${suffix}@elsewhere.example`);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page).toHaveURL(/\/acme\/users\/[0-9a-f-]{36}$/);
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Edit details" }).click();
  await expect(page.getByLabel("Last name")).toHaveValue(`Edited${suffix}`);
  await expectAccessible(page);
  await page.getByLabel("First name").fill("Judith");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { name: `Judith Edited${suffix}` })).toBeVisible();
  await page.goto(`/acme/users?q=edited${suffix}`);
  await expect(page.getByRole("link", { name: `Judith Edited${suffix}` })).toBeVisible();
});

test("an export holds the people that the list shows", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/users?q=paul+preparer");
  await page.getByRole("button", { name: "Export" }).click();
  const file = await download(page, () => page.getByRole("menuitem", { name: "As CSV" }).click());
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const lines = (await textOf(file)).trim().split(/\r?\n/);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/Paul.*Preparer/);
});

test("a name that looks like HTML is a name, in the list too", async ({ page }) => {
  const name = `<img src=x onerror="document.title='seen'"> & 'Son'`;
  await signInByForm(page, account("admin"), "/acme/users/new");
  await page.getByLabel("First name").fill(name);
  await page.getByLabel("Last name").fill(`Markup${suffix}`);
  await page.getByLabel("Access email").fill(`markup.${suffix}@elsewhere.example`);
  await page.getByRole("textbox", { name: "Username" }).fill(`markup.${suffix}`);
  await page.getByRole("button", { name: "Add user" }).click();
  await expect(page).toHaveURL(/\/acme\/users\/[0-9a-f-]{36}$/);
  await page.goto(`/acme/users?q=markup${suffix}`);
  const row = page.getByRole("row").filter({ hasText: `markup.${suffix}` });
  await expect(row.getByRole("link")).toHaveText(`${name} Markup${suffix}`);
  await row.getByRole("checkbox", { name: `Select ${name} Markup${suffix}` }).check();
  await expect(page.getByText("1 user selected")).toBeVisible();
  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await expect(page).not.toHaveTitle("seen");
  await expect(page.locator("img[src='x']")).toHaveCount(0);
});

test("a view-only admin sees everything and can change nothing", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/users");
  await expect(page.getByRole("table")).toBeVisible();
  await expect(page.getByRole("button", { name: "Export" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Add user" })).toBeHidden();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await page.goto("/acme/users?q=paul+preparer");
  await page.getByRole("table").getByRole("link", { name: "Paul Preparer" }).click();
  await expect(page).toHaveURL(/\/acme\/users\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { name: "Paul Preparer" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Actions" })).toHaveCount(0);
});

test("the list keeps its state in the address, by keyboard too", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/users");
  await page.getByLabel("Status").first().selectOption("suspended");
  await expect(page).toHaveURL(/status=suspended/);
  const suspended = page.getByRole("row").filter({ hasText: "Suspended" });
  await expect(suspended.first()).toBeVisible();
  await page.getByRole("link", { name: "Created" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/sort=created/);
  await page.goBack();
  await expect(page).not.toHaveURL(/sort=created/);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("searchbox", { name: "Search people" })).toBeFocused();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test("what a status means is one click away", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/users");
  await page
    .getByRole("button", { name: /status/i })
    .first()
    .click();
  await expect(page.getByRole("dialog")).toContainText("never given to anyone now");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

async function confirm(page: Page, action: "Suspend" | "Remove"): Promise<void> {
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: action }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: new RegExp(`^${action} `) })
    .click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

test("a form that script sends takes nothing before there is script, and says so where there is none", async ({
  page,
  browser,
}) => {
  await signInByForm(page, account("admin"), "/acme/users/new");
  await expect(page.getByLabel("First name")).toBeFocused();
  await expect(page.getByText("This form needs script")).toBeHidden();
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await signInByForm(plain, account("admin"), "/acme/users/new");
  await expect(plain.getByLabel("First name")).toBeDisabled();
  await expect(plain.getByRole("button", { name: "Add user", exact: true })).toBeDisabled();
  await expect(plain.getByText("This form needs script, which this browser does not run.")).toBeVisible();
});
