import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { messageTo } from "./outbox";

const suffix = Date.now().toString(36);
const ADDRESS = `mia.${suffix}@elsewhere.example`;

async function addMia(page: Page, address = ADDRESS): Promise<void> {
  await page.goto("/acme/users/new");
  await page.getByLabel("First name").fill("Mia");
  await page.getByLabel("Last name").fill(`Message${suffix}`);
  await page.getByLabel("Access email").fill(address);
  await page.getByRole("button", { name: "Add user" }).click();
  await expect(page).toHaveURL(/\/acme\/users\/[0-9a-f-]{36}$/);
}

test("an admin writes a template, sends it to one and to many, and sees what became of it", async ({
  page,
}) => {
  await signInByForm(page, account("admin"), "/acme/messages/templates");
  await expectAccessible(page);
  await page.getByRole("link", { name: "New template" }).click();
  await page.getByLabel("Name", { exact: true }).fill(`News ${suffix}`);
  await page.getByLabel("Subject").fill("News of {organization}");
  await page.getByLabel("E-mail", { exact: true }).fill("Hello **{first name}**.");
  await page.getByRole("button", { name: "Save template" }).click();
  await expect(page.getByText(/\{first name\} cannot stand here/)).toBeVisible();
  await page.getByLabel("E-mail", { exact: true }).fill("Hello **{firstName}**, this is news.");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText(/As .+ would get it/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save template" }).click();
  await expect(page.getByRole("link", { name: `News ${suffix}` })).toBeVisible();

  await addMia(page);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Write" }).click();
  await page.getByLabel("Template").selectOption({ label: `News ${suffix}` });
  await expect(page).toHaveURL(/template=/);
  await expect(page.getByRole("heading", { name: `As Mia Message${suffix} will see it` })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send 1 e-mail" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 1 e-mail" }).click();
  await expect(page).toHaveURL(/\/acme\/messages$/);
  await expectAccessible(page);
  expect(await messageTo(ADDRESS)).toContain("Hello Mia, this is news.");

  await page.goto(`/acme/users?q=message${suffix}`);
  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: "Message", exact: true }).click();
  await page.getByLabel("Template").selectOption({ label: "Welcome" });
  await page.getByRole("button", { name: "Send 1 e-mail" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 1 e-mail" }).click();
  await expect(page).toHaveURL(/\/acme\/messages$/);
  const row = page.getByRole("row").filter({ hasText: ADDRESS }).filter({ hasText: "Welcome" });
  await expect(async () => {
    await page.reload();
    await expect(row.getByText("Sent", { exact: true })).toBeVisible();
  }).toPass({ timeout: 120_000 });
  await row.getByRole("link").first().click();
  await expect(page.getByText("The link is hidden")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Show it with its link" }).click();
  const link = (await page.locator("code").filter({ hasText: "/activate/" }).textContent()) ?? "";
  await page.getByRole("link", { name: "Send again" }).click();
  await expect(page.getByLabel("Template")).toHaveValue("invitation");
  await expect(page.getByText(/had it within the hour/)).toBeVisible();
  await page.goto(link);
  await expect(page.getByRole("textbox", { name: "New password" })).toBeVisible();
});

test("those whose invitation has lapsed are one click away", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/messages");
  await page.getByRole("link", { name: "Resend to everybody whose invitation has lapsed" }).click();
  await expect(page.getByRole("heading", { name: "Who gets it" })).toBeVisible();
  await expect(page).toHaveURL(/lapsed=1/);
  await expect(page.getByLabel("Template")).toHaveValue("invitation");
});

test("those who were invited and never came get a printed sheet", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/users/new");
  await addMia(page, `sheet.${suffix}@elsewhere.example`);
  await page.getByRole("button", { name: "Make an activation link" }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  await expect(page.getByLabel("Link", { exact: true })).toHaveValue(/activate/);
  await page.goto("/acme/messages");
  await page.getByLabel("Invited at least how many days ago").fill("0");
  await page.getByRole("button", { name: "Print a sheet" }).click();
  await expect(page.getByRole("dialog", { name: /^QR sheet for / })).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Make (the|a) sheet/ }).click();
  expect((await download).suggestedFilename()).toBe("acme-qr-codes.pdf");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a message to people in sight is written on the way, and leaving the page loses none of it", async ({
  page,
}) => {
  await signInByForm(page, account("admin"), "/acme/users");
  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: "Message", exact: true }).click();
  await page.getByRole("link", { name: "Write a new message" }).click();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.getByLabel("Name", { exact: true }).fill(`Closed ${suffix}`);
  await page.getByLabel("Subject").fill("Closed on Friday");
  await page.getByRole("link", { name: "Templates" }).click();
  await expect(page.getByRole("link", { name: "New template" })).toBeVisible();
  await page.goBack();
  await expect(page.getByText("This is what you had typed and not saved.")).toBeVisible();
  await expect(page.getByLabel("Subject")).toHaveValue("Closed on Friday");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(page.getByLabel("Template")).toHaveValue(/./);
  await expect(page.getByText("Closed on Friday")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Send \d+ e-mails$/ })).toBeVisible();
});

test("those who look on see the ledger, and not what a message says", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/messages");
  await expectAccessible(page);
  await expect(page.getByRole("button", { name: "Find them" })).toHaveCount(0);
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await expect(page.getByText("Only those who may write messages see what they say.")).toBeVisible();
  expect((await page.goto("/acme/messages/new"))?.status()).toBe(403);
});

test("a message that was chosen a moment ago is not sent as the one before it", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/users");
  await addMia(page, `late.${suffix}@elsewhere.example`);
  await page.getByRole("link", { name: "Write" }).click();
  await expect(page.getByRole("button", { name: "Send 1 e-mail" })).toBeVisible();
  await page.route(/messages\/new\?.*template=/, () => {});
  await page.getByLabel("Template").selectOption({ label: "Welcome" });
  await page.getByRole("button", { name: "Send 1 e-mail" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 1 e-mail" }).click();
  await expect(page.getByText("Another message is chosen by now.")).toBeVisible();
  await expect(page).toHaveURL(/messages\/new/);
});
