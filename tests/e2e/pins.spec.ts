import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, baseUrl, signInByForm } from "./accounts";
import { readQrCode } from "./qr-code";

const PASSWORD = "three green parrots sing loudly";
const PHONE = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" } as const;

const nameFor = (info: { retry: number }, what: string) => `${what}-${Date.now().toString(36)}-${info.retry}`;

async function addUser(page: Page, local: string, pin?: "Made for me"): Promise<void> {
  await page.goto("/acme/users/new");
  await page.getByLabel("First name").fill("Nora");
  await page.getByLabel("Last name").fill("Newcomer");
  await page.getByLabel("Access email").fill(`${local}@mail.example`);
  if (pin) await page.getByRole("radio", { name: pin }).check();
}

test("who is added with a PIN activates the account with it on a phone, without script", async ({
  page,
  browser,
}, info) => {
  const local = nameFor(info, "pin");
  await signInByForm(page, account("admin"), "/acme/users");
  await addUser(page, local, "Made for me");
  await page.getByLabel("Times it works").fill("2");
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "The account is added" });
  const pin = await dialog.getByLabel("PIN", { exact: true }).inputValue();
  expect(pin).toMatch(/^\d{6}$/);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("heading", { name: "Nora Newcomer", level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: "PINs" }).getByText("2 of 2")).toBeVisible();
  expect(await page.content()).not.toContain(pin);

  const phone = await (await browser.newContext({ ...PHONE, javaScriptEnabled: false })).newPage();
  await phone.goto("/sign-in");
  await phone.getByRole("link", { name: "Activate your account with a PIN" }).click();
  await phone.getByLabel("Username").fill(`${local}@acme.example`);
  await phone.getByLabel("PIN").fill(pin === "482917" ? "482918" : "482917");
  await phone.getByRole("button", { name: "Go on" }).click();
  await expect(phone.getByText(/The username or the PIN is not right/)).toBeVisible();
  await phone.getByLabel("Username").fill(`${local}@acme.example`);
  await phone.getByLabel("PIN").fill(pin);
  await phone.getByRole("button", { name: "Go on" }).click();
  await expect(phone).toHaveURL(/\/activate\//);
  await phone.locator("input[type=password]").fill(PASSWORD);
  await phone.locator("button[type=submit]").click();
  await expect(phone).toHaveURL(/\/account$/);

  await page.goto("/acme/pins");
  const row = page.getByRole("row").filter({ hasText: `${local}@acme.example` });
  await expect(row.getByText("The account is active")).toBeVisible();
  await expect(row.getByText("1 of 2")).toBeVisible();
  await expectAccessible(page);
});

test("a PIN is issued later too, replaced, withdrawn, and is worth nothing then", async ({
  page,
  browser,
}, info) => {
  const local = nameFor(info, "later");
  await signInByForm(page, account("admin"), "/acme/users");
  await addUser(page, local);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "PIN" }).click();
  const dialog = page.getByRole("dialog", { name: "PIN for Nora Newcomer" });
  await dialog.getByRole("radio", { name: "My own 6 digits" }).check();
  await dialog.getByLabel("PIN", { exact: true }).fill("123456");
  await dialog.getByRole("button", { name: "Issue the PIN" }).click();
  await expect(dialog.getByText("Too easy to guess")).toBeVisible();
  await dialog.getByLabel("PIN", { exact: true }).fill("482 917");
  await dialog.getByRole("button", { name: "Issue the PIN" }).click();
  await expect(dialog.getByLabel("PIN", { exact: true })).toHaveValue("482917");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Withdraw the PIN of Nora Newcomer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw", exact: true }).click();
  await expect(page.getByText("Withdrawn by an admin")).toBeVisible();

  const phone = await (await browser.newContext(PHONE)).newPage();
  await phone.goto(`/pin?username=${encodeURIComponent(`${local}@acme.example`)}`);
  await expectAccessible(phone);
  await phone.getByLabel("PIN").fill("482917");
  await phone.getByRole("button", { name: "Go on" }).click();
  await expect(phone.getByText(/The username or the PIN is not right/)).toBeVisible();
  await expect(phone.getByLabel("Username")).toHaveValue(`${local}@acme.example`);
});

test("the icon shows a QR code at once, which a phone reads as the link that activates the account", async ({
  page,
  browser,
}, info) => {
  const local = nameFor(info, "qr");
  await page.emulateMedia({ colorScheme: "dark" });
  await signInByForm(page, account("admin"), "/acme/users");
  await addUser(page, local);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await page.getByRole("button", { name: "QR code" }).click();
  const picture = page.getByRole("img", { name: "QR code with which Nora Newcomer" });
  await expect(picture).toBeVisible();
  await expectAccessible(page);
  const link = await readQrCode(page, await picture.screenshot());
  expect(link).toMatch(/\/activate\/[\w-]{43}$/);

  const phone = await (await browser.newContext(PHONE)).newPage();
  await phone.goto(new URL(new URL(link).pathname, baseUrl).href);
  await phone.locator("input[type=password]").fill(PASSWORD);
  await phone.locator("button[type=submit]").click();
  await expect(phone).toHaveURL(/\/account$/);
  await page.reload();
  await expect(page.getByRole("button", { name: "QR code" })).toHaveCount(0);
});

test("a sheet of QR codes is made for those who are chosen", async ({ page }, info) => {
  const local = nameFor(info, "sheet");
  await signInByForm(page, account("admin"), "/acme/users");
  await addUser(page, local);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Nora Newcomer", level: 1 })).toBeVisible();
  await page.goto(`/acme/users?q=${local}`);
  await page.getByRole("checkbox", { name: "Select Nora Newcomer" }).check();
  await page.getByRole("button", { name: "QR sheet" }).click();
  await expectAccessible(page);
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Make the sheet" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("acme-qr-codes.pdf");
  await expect(page.getByText("A sheet for 1 person")).toBeVisible();
});
