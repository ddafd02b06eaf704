import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";

const PASSWORD = "three green parrots sing loudly";

/** A person is added, gets a link, chooses a password with it, and signs in with that from then on. */
test("whom an admin adds activates the account and signs in", async ({ page, browser }, info) => {
  const username = `activation-${Date.now().toString(36)}-${info.retry}`;
  await signInByForm(page, account("admin"), "/acme/users/new");
  await page.getByLabel("First name").fill("Nora");
  await page.getByLabel("Last name").fill("Newcomer");
  await page.getByLabel("Access email").fill(`${username}@mail.example`);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await page.getByRole("button", { name: "Make an activation link" }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByLabel("Link", { exact: true }).inputValue();

  const theirs = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await theirs.goto(link);
  await expectAccessible(theirs);
  const late = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await late.goto(link);
  for (const field of await theirs.locator("input[type=password]").all()) await field.fill(PASSWORD);
  await theirs.locator("button[type=submit]").click();
  await expect(theirs).toHaveURL(/\/account$/);
  await late.getByRole("textbox", { name: "New password" }).fill(PASSWORD);
  await late.getByRole("button", { name: "Activate and sign in" }).click();
  await expect(late.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
  await expect(late.getByRole("button", { name: "Send me a new link" })).toBeVisible();
  await theirs.goto(link);
  await expect(theirs.getByText(/has been used, replaced or has lapsed/)).toBeVisible();

  const again = await browser.newPage();
  await again.goto("/sign-in");
  await again.getByLabel("Username").fill(`${username}@acme.example`);
  await again.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await again.getByRole("button", { name: "Sign in" }).click();
  await expect(again).toHaveURL(/\/account$/);
});

/** What somebody kept of a link opens nothing that its person was given afterwards. */
test("a link is void once its person gets into a group that gives more, and both are told", async ({
  page,
}, info) => {
  const name = `kept-${Date.now().toString(36)}-${info.retry}`;
  await signInByForm(page, account("admin"), "/acme/groups/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("See people", { exact: true }).check();
  await page.getByRole("button", { name: "Make group" }).click();
  await expect(page).toHaveURL(/\/acme\/groups$/);
  await page.goto("/acme/users/new");
  await page.getByLabel("First name").fill("Kay");
  await page.getByLabel("Last name").fill("Kept");
  await page.getByLabel("Access email").fill(`${name}@mail.example`);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await page.getByRole("button", { name: "Make an activation link" }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  await page.goto(`/acme/users?q=${encodeURIComponent(name)}`);
  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: "Add to group" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Group").selectOption({ label: name });
  await dialog.getByRole("button", { name: /1 person/ }).click();
  await expect(page.getByText(/1 person had a link, PIN or password open that is void now/)).toBeVisible();
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await expect(page.getByText(/is void: they came to hold more rights since/)).toBeVisible();
  await expectAccessible(page);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
});
