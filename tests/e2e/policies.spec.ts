import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { type Account, account, signInByForm } from "./accounts";
import { beginOrganization } from "./organizations";

let sue: Account;
let path: string;
test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage();
  sue = await beginOrganization(page, "Policies");
  path = `/${sue.organization}/policies`;
  await page.close();
});

const another = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ reducedMotion: "reduce" })).newPage();
const row = (page: Page, key: string) => page.locator(`[data-policy="${key}"]`);
const saved = (page: Page, key: string) =>
  expect(row(page, key).getByRole("status")).toHaveText(/: Saved$/, { timeout: 15_000 });

test("an admin says what holds, each change is saved by itself, and a reload shows it", async ({ page }) => {
  await signInByForm(page, sue, path);
  await expect(page.getByRole("heading", { name: "Policies", level: 1 })).toBeVisible();
  await page.getByLabel("PIN uses").fill("3");
  await saved(page, "pinUses");
  await page.getByLabel("Copy and paste").uncheck();
  await saved(page, "deviceCopyPaste");
  await page.getByLabel("Sign-in networks").fill("acme.example");
  await page.getByLabel("Sign-in networks").blur();
  await expect(page.getByText(/^acme\.example: write a network/)).toBeVisible();
  await page.getByLabel("Sign-in networks").fill("");
  await page.getByLabel("Sign-in hours").check();
  await saved(page, "signInHours");
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByLabel("PIN uses")).toHaveValue("3");
  await expect(page.getByLabel("Copy and paste")).not.toBeChecked();
  await expect(row(page, "pinUses")).toContainText("Set by Sue");
  await row(page, "pinUses").getByRole("button", { name: "Back to the usual" }).click();
  await expect(page.getByLabel("PIN uses")).toHaveValue("1");
  await saved(page, "pinUses");
});

test("what is chosen without a connection is kept, said, tried again, and saved", async ({
  page,
  context,
}) => {
  await signInByForm(page, sue, path);
  await context.setOffline(true);
  await page.getByLabel("PIN expiry").fill("48");
  await page.getByLabel("Screenshots").uncheck();
  await expect(row(page, "pinHours").getByRole("status")).toContainText("kept and tried again");
  await expect(page.getByText("Not everything is saved yet.")).toBeVisible();
  await expectAccessible(page);
  await context.setOffline(false);
  await saved(page, "pinHours");
  await saved(page, "deviceScreenshots");
  await expect(page.getByText("Not everything is saved yet.")).toHaveCount(0);
  await page.reload();
  await expect(page.getByLabel("PIN expiry")).toHaveValue("48");

  // The page goes while nothing gets through; the next one saves what the browser kept.
  await context.setOffline(true);
  await page.getByLabel("PIN expiry").fill("50");
  await expect(row(page, "pinHours").getByRole("status")).toContainText("kept and tried again");
  await page.goto("about:blank");
  await context.setOffline(false);
  await page.goto(path);
  await expect(page.getByLabel("PIN expiry")).toHaveValue("50");
  await saved(page, "pinHours");
});

test("of two at once, the later sees the earlier's and chooses", async ({ page, browser }) => {
  await signInByForm(page, sue, path);
  const theirs = await another(browser);
  await signInByForm(theirs, sue, path);
  await page.getByLabel("Invitation validity").fill("10");
  await saved(page, "invitationDays");
  await theirs.getByLabel("Invitation validity").fill("20");
  const alert = row(theirs, "invitationDays").getByRole("alert");
  await expect(alert).toContainText("has changed this meanwhile: 10 days");
  await expectAccessible(theirs);
  await expect(theirs.getByLabel("Invitation validity")).toHaveValue("20");
  await alert.getByRole("button", { name: "Keep theirs" }).click();
  await expect(theirs.getByLabel("Invitation validity")).toHaveValue("10");

  await page.getByLabel("Invitation validity").fill("11");
  await saved(page, "invitationDays");
  await theirs.getByLabel("Invitation validity").fill("20");
  await alert.getByRole("button", { name: "Save mine" }).click();
  await saved(theirs, "invitationDays");
  await page.reload();
  await expect(page.getByLabel("Invitation validity")).toHaveValue("20");
});

test("a person's page has what differs, what would hold otherwise, and a way back", async ({ page }) => {
  await signInByForm(page, sue, `/${sue.organization}/users`);
  await page.getByRole("link", { name: /^Sue/ }).first().click();
  await page.getByRole("link", { name: "Change policies" }).click();
  await expect(page.getByText("The same as for everybody")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Add a policy").selectOption({ label: "PIN uses: 1 time" });
  await page.getByRole("button", { name: "Add policy" }).press("Enter");
  await expect(page.getByLabel("PIN uses")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("4");
  await saved(page, "pinUses");
  await expect(row(page, "pinUses")).toContainText("The organization’s: 1 time");
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByLabel("PIN uses")).toHaveValue("4");
  await expect(page.locator("[data-policy]")).toHaveCount(1);
  await row(page, "pinUses").getByRole("button", { name: "Back to the organization’s" }).press("Enter");
  await expect(page.getByLabel("Add a policy")).toBeFocused();
  await expect(page.getByText("PIN uses: as for everybody again.")).toBeVisible();
  await expect(page.getByText("The same as for everybody")).toBeVisible();
  await page.reload();
  await expect(page.locator("[data-policy]")).toHaveCount(0);
});

/** The page of Sue's own policies, with one that is otherwise for her. */
async function ofSue(page: Page, policy: string, key: string): Promise<string> {
  await signInByForm(page, sue, `/${sue.organization}/users`);
  await page.getByRole("link", { name: /^Sue/ }).first().click();
  await page.getByRole("link", { name: "Change policies" }).click();
  await page.getByLabel("Add a policy").selectOption({ label: policy });
  await page.getByRole("button", { name: "Add policy" }).click();
  await expect(row(page, key)).toBeVisible();
  return new URL(page.url()).pathname;
}

test("what is chosen for a person without a connection is kept, said, tried again, and saved", async ({
  page,
  context,
}) => {
  const theirs = await ofSue(page, "Days without a connection: 14 days", "deviceOfflineDays");
  const days = page.getByLabel("Days without a connection");
  const status = row(page, "deviceOfflineDays").getByRole("status");
  await context.setOffline(true);
  await days.fill("3");
  await expect(status).toContainText("kept and tried again");
  await expect(page.getByText("Not everything is saved yet.")).toBeVisible();
  await expectAccessible(page);
  await context.setOffline(false);
  await saved(page, "deviceOfflineDays");
  await expect(page.getByText("Not everything is saved yet.")).toHaveCount(0);
  await page.reload();
  await expect(days).toHaveValue("3");

  // The page goes while nothing gets through; the next one saves what the browser kept, here and for nobody else.
  await context.setOffline(true);
  await days.fill("5");
  await expect(status).toContainText("kept and tried again");
  await page.goto("about:blank");
  await context.setOffline(false);
  await page.goto(path);
  await expect(page.getByLabel("Days without a connection")).toHaveValue("14");
  await page.goto(theirs);
  await expect(days).toHaveValue("5");
  await saved(page, "deviceOfflineDays");
  await page.reload();
  await expect(days).toHaveValue("5");
  await row(page, "deviceOfflineDays").getByRole("button", { name: "Back to the organization’s" }).click();
  await expect(page.getByText("Days without a connection: as for everybody again.")).toBeVisible();
});

test("of two at once on a person's page, the later sees the earlier's and chooses", async ({
  page,
  browser,
}) => {
  const theirPath = await ofSue(page, "Locked for: 15 minutes", "lockMinutes");
  const theirs = await another(browser);
  await ofSue(theirs, "Locked for: 15 minutes", "lockMinutes");
  await page.getByLabel("Locked for").fill("20");
  await saved(page, "lockMinutes");
  await theirs.getByLabel("Locked for").fill("30");
  const alert = row(theirs, "lockMinutes").getByRole("alert");
  await expect(alert).toContainText("has changed this meanwhile: 20 minutes");
  await expectAccessible(theirs);
  await expect(theirs.getByLabel("Locked for")).toHaveValue("30");
  await alert.getByRole("button", { name: "Keep theirs" }).click();
  await expect(theirs.getByLabel("Locked for")).toHaveValue("20");

  // Back to the organization's on one side while the other says something else.
  await row(page, "lockMinutes").getByRole("button", { name: "Back to the organization’s" }).click();
  await expect(page.getByText("Locked for: as for everybody again.")).toBeVisible();
  await theirs.getByLabel("Locked for").fill("40");
  await expect(alert).toContainText("has changed this meanwhile: 15 minutes");
  await alert.getByRole("button", { name: "Save mine" }).click();
  await saved(theirs, "lockMinutes");
  await page.goto(theirPath);
  await expect(page.getByLabel("Locked for")).toHaveValue("40");
});

test("those who look on see policies and change none", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/policies");
  await expect(page.getByLabel("PIN uses")).toBeDisabled();
  await expect(page.getByLabel("Exports")).toBeDisabled();
  await expect(page.getByRole("button", { name: "Back to the usual" })).toHaveCount(0);
  await expectAccessible(page);
});

test("a policy is set for many at once, with what it comes to in numbers", async ({ page }) => {
  await signInByForm(page, sue, `/${sue.organization}/users`);
  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: "Set policy" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Policy", { exact: true }).selectOption({ label: "PIN uses" });
  await dialog.getByLabel("PIN uses").fill("9");
  await expect(dialog.getByText("1 person gets the policy at once.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: /1 person/ }).click();
  await expect(page.getByText("1 person given the policy")).toBeVisible();
  await page.getByRole("link", { name: /^Sue/ }).first().click();
  const card = page.getByRole("region", { name: "Policies" });
  await expect(card.getByText("9 times").first()).toBeVisible();
  await card.getByText("All that holds").click();
  await expect(card.getByText(/^As for everybody: as usual/).first()).toBeVisible();
  await expectAccessible(page);
});
