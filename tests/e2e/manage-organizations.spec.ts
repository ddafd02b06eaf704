import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";

const PASSWORD = "correct horse battery staple";

test("a managing admin creates an organization, its first admin activates, the manager adds a person, and suspends it", async ({
  page,
  browser,
}, info) => {
  const suffix = `${Date.now().toString(36)}${info.retry}`;
  const [name, slug, domain] = [`North ${suffix}`, `north-${suffix}`, `north-${suffix}.example`];
  await signInByForm(page, account("admin", "operator"), "/organizations");
  const row = page.getByRole("row").filter({ hasText: "/acme" });
  await expect(row.getByText(/^3\d\d$/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "New organization" }).click();
  await expect(page.getByRole("heading", { name: "New organization" })).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Name", { exact: true }).fill(name);
  await expect(page.getByLabel("Address")).toHaveValue(slug);
  await page.getByLabel("Address").fill("acme");
  await page.getByLabel("Domain", { exact: true }).fill("acme.example");
  await page.getByLabel("First name").fill("Fay");
  await page.getByLabel("Last name").fill("First");
  await page.getByLabel("Username").fill("fay");
  await page.getByLabel("Access email").fill(`fay@${domain}`);
  await page.getByLabel("Send the link to activate the account by e-mail").uncheck();
  const create = page.getByRole("button", { name: "Create organization" });
  await create.click();
  await expect(page.getByText("/acme is taken")).toBeVisible();
  await page.getByLabel("Address").fill(slug);
  await create.click();
  await expect(page.getByText("acme.example belongs to an organization already")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Domain", { exact: true }).fill(domain);
  await create.dblclick();
  await expect(page.getByText(`${name} is created`)).toBeVisible();
  await expectAccessible(page);
  const link = await page.getByLabel("Activation link").inputValue();

  const theirs = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await theirs.goto(link);
  await theirs.getByRole("textbox", { name: "New password" }).fill(PASSWORD);
  await theirs.getByRole("button", { name: "Activate and sign in" }).click();
  await expect(theirs).toHaveURL(new RegExp(`/${slug}$`));

  // "Check the box beside the Organization to which this user will belong" [S0].
  await page.goto("/operator/users/new");
  await page.getByRole("combobox", { name: "Organization" }).selectOption({ label: name });
  await expect(page).toHaveURL(new RegExp(`/${slug}/users/new$`));
  await page.getByLabel("First name").fill("Ned");
  await page.getByLabel("Last name").fill("Next");
  await page.getByLabel("Access email").fill(`ned@${domain}`);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/${slug}/users/[0-9a-f-]{36}$`));
  await theirs.goto(`/${slug}/audit`);
  await expect(theirs.getByRole("row").filter({ hasText: "User added" }).first()).toContainText("Alex Admin");
  await expect(theirs.getByRole("row").filter({ hasText: "Organization created" })).toContainText(
    "Alex Admin",
  );

  await page.goto(`/organizations?q=${suffix}`);
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("2");
  await page.getByRole("button", { name: `Suspend ${name}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Its 2 people cannot sign in any more")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Suspend organization" }).click();
  await expect(page.getByRole("row").filter({ hasText: name }).getByText("Suspended")).toBeVisible();
  await theirs.goto(`/${slug}/users`);
  await expect(theirs).toHaveURL(/sign-in/);
  await theirs.getByLabel("Username").fill(`fay@${domain}`);
  await theirs.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await theirs.getByRole("button", { name: "Sign in" }).click();
  await expect(theirs.getByText("The username or the password is not right")).toBeVisible();
  await expect(theirs).toHaveURL(/sign-in/);

  await page.getByRole("button", { name: `Reactivate ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reactivate organization" }).click();
  await expect(
    page.getByRole("row").filter({ hasText: name }).getByText("Active", { exact: true }),
  ).toBeVisible();
  await theirs.getByLabel("Username").fill(`fay@${domain}`);
  await theirs.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await theirs.getByRole("button", { name: "Sign in" }).click();
  await expect(theirs).toHaveURL(new RegExp(`/${slug}(/users)?$`));
});

test("who manages no organization makes none", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/users");
  expect((await page.goto("/organizations/new"))?.status()).toBe(403);
  expect((await page.goto("/organizations"))?.status()).toBe(403);
});
