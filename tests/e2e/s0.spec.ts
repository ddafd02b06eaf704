import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, baseUrl, signInByForm } from "./accounts";
import { messageWith, pictureTo } from "./outbox";
import { readQrCode } from "./qr-code";

const PHONE = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" } as const;
const PASSWORD = "three green parrots sing loudly";

/** S0's way: a user with a PIN, the QR code at a click and in the welcome message, activated on a phone. */
test("S0: a user gets a PIN and a welcome message with a QR code, and activates the account on a phone", async ({
  page,
  browser,
}, info) => {
  const local = `s0-${Date.now().toString(36)}-${info.retry}`;
  const address = `${local}@mail.example`;
  await signInByForm(page, account("admin"), "/acme/users/new");
  await page.getByLabel("First name").fill("Nora");
  await page.getByLabel("Last name").fill("Newcomer");
  await page.getByLabel("Access email").fill(address);
  await page.getByRole("radio", { name: "Made for me" }).check();
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "The account is added" });
  const pin = await dialog.getByLabel("PIN", { exact: true }).inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: "QR code" }).click();
  await expect(page.getByRole("img", { name: "QR code with which Nora Newcomer" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "Write" }).click();
  await page.getByLabel("Template").selectOption({ label: "Welcome QR code" });
  await expect(page).toHaveURL(/template=/);
  await page.getByRole("button", { name: "Send 1 e-mail" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send 1 e-mail" }).click();
  await expect(page).toHaveURL(/\/acme\/messages$/);
  await messageWith(address, "Scan this code");
  const link = await readQrCode(page, pictureTo(address, "Scan this code"));
  expect(link).toMatch(/\/activate\/[\w-]{43}$/);
  expect(link).not.toContain(pin);

  const phone = await (await browser.newContext(PHONE)).newPage();
  const path = new URL(new URL(link).pathname, baseUrl).href;
  await phone.goto(path);
  await expect(phone.getByRole("heading", { name: "Welcome, Nora Newcomer" })).toBeVisible();
  await phone.goto("/pin");
  await expectAccessible(phone);
  await phone.getByLabel("Username").fill(`${local}@acme.example`);
  await phone.getByLabel("PIN").fill(pin);
  await phone.getByRole("button", { name: "Go on" }).click();
  await expect(phone.getByRole("heading", { name: "Welcome, Nora Newcomer" })).toBeVisible();
  await phone.getByRole("textbox", { name: "New password" }).fill(PASSWORD);
  await phone.getByRole("button", { name: "Activate and sign in" }).click();
  await expect(phone).toHaveURL(/\/account$/);
  await expectAccessible(phone);
  await phone.goto(path);
  await expect(phone.getByText("This link does not work any more")).toBeVisible();
});
