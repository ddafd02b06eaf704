import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";

test.describe.configure({ mode: "serial" });

const PAGES = ["", "/usage", "/invoices", "/details"].map((path) => `/acme/billing${path}`);

const nextMonth = (page: Page) => page.getByText("As planned").locator("xpath=following-sibling::dd");

test("a billing admin buys seats, sees the outlook change, and takes an invoice away", async ({ page }) => {
  await signInByForm(page, account("billing"), "/acme/billing");
  await expect(page.getByRole("heading", { level: 1, name: "Billing" })).toBeVisible();
  await expectAccessible(page);
  const row = page.getByRole("row").filter({ hasText: "Telephony" });
  const before = (await nextMonth(page).textContent()) ?? "";
  const had = Number(await row.getByRole("cell").first().textContent());
  await row.getByRole("button", { name: "Buy seats" }).click();
  const dialog = page.getByRole("dialog", { name: /Telephony/ });
  await expectAccessible(page);
  await dialog.getByLabel("How many more").fill("nobody");
  await dialog.getByRole("button", { name: "Buy seats" }).click();
  await expect(dialog.getByText(/whole number of seats/)).toBeVisible();
  await dialog.getByLabel("How many more").fill("10");
  await dialog.getByRole("button", { name: "Buy seats" }).click();
  await expect(page.getByText("The seats of “Telephony” are bought")).toBeVisible();
  await expect(row.getByRole("cell").first()).toHaveText(String(had + 10));
  // Ten seats of EUR 12.00 a month.
  const amount = (text: string) => Number(text.replace(/[^\d.]/g, ""));
  await expect(nextMonth(page)).not.toHaveText(before);
  expect(amount((await nextMonth(page).textContent()) ?? "")).toBeCloseTo(amount(before) + 120, 2);

  await page.getByRole("navigation", { name: "Billing" }).getByRole("link", { name: "Invoices" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Invoices" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "INV-00001" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Invoice INV-00001" })).toBeVisible();
  await expect(page.getByText("Acme Ltd")).toBeVisible();
  await expectAccessible(page);
  // Whoever it is for does not correct it.
  await expect(page.getByRole("button", { name: "Issue credit note" })).toHaveCount(0);
  const file = async (name: string) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const pdf = await file("Download PDF");
  expect(pdf.name).toBe("INV-00001.pdf");
  expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  const csv = await file("CSV");
  expect(csv.bytes.toString()).toContain("INV-00001,");
});

test("usage is told as charts and as tables, and taken away as CSV", async ({ page }) => {
  await signInByForm(page, account("billing"), "/acme/billing/usage");
  await expect(page.getByRole("img", { name: "Seats of Telephony over a year" })).toBeVisible();
  for (const table of ["Seats by month", "Cost by service and month", "Cost by group"])
    await expect(page.getByRole("table", { name: table })).toBeVisible();
  await expectAccessible(page);
  const answer = await page.request.get("/api/organizations/acme/billing/export?what=usage");
  expect(await answer.text()).toContain("Telephony,");
});

test("billing details keep what was typed, and are on the next invoice", async ({ page }) => {
  await signInByForm(page, account("billing"), "/acme/billing/details");
  await expectAccessible(page);
  const order = `PO-${Date.now()}`;
  await page.getByLabel("Purchase order").fill(order);
  await page.getByLabel("E-mail").fill("nobody");
  await page.getByRole("button", { name: "Save details" }).click();
  await expect(page.getByText(/E-mail “nobody”/)).toBeVisible();
  await expect(page.getByLabel("Purchase order")).toHaveValue(order);
  await page.getByLabel("E-mail").fill("billing@acme.example");
  await page.getByRole("button", { name: "Save details" }).click();
  await expect(page.getByText("The billing details are saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Purchase order")).toHaveValue(order);
});

test("an admin of the managing organization takes back what was wrong", async ({ page }) => {
  await signInByForm(page, account("admin", "operator"), "/acme/billing/invoices");
  await page.getByRole("link", { name: "INV-00002" }).click();
  await page.getByRole("button", { name: "Issue credit note" }).click();
  const dialog = page.getByRole("dialog", { name: "Issue a credit note" });
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Issue credit note" }).click();
  await expect(dialog.getByText("Say why.")).toBeVisible();
  await dialog.getByLabel("Reason").fill("Charged by mistake");
  await dialog.getByRole("button", { name: "Issue credit note" }).click();
  await page
    .getByRole("link", { name: /^CN-\d{5}$/ })
    .first()
    .click();
  await expect(page.getByText("Charged by mistake")).toBeVisible();
  await expectAccessible(page);
});

test("a view-only admin sees all of it and changes nothing", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/billing");
  await expect(page.getByRole("table", { name: "Subscriptions" })).toBeVisible();
  for (const url of PAGES) {
    await page.goto(url);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const verb of ["Buy seats", "Save details", "Issue credit note"])
      await expect(page.getByRole("button", { name: verb })).toHaveCount(0);
  }
  await expect(page.getByLabel("Purchase order")).toBeDisabled();
});

test("a user is told that it is forbidden", async ({ page }) => {
  await signInByForm(page, account("user"), "/account");
  for (const url of PAGES) expect((await page.goto(url))?.status()).toBe(403);
  await expect(page.getByRole("link", { name: "Billing" })).toHaveCount(0);
  expect((await page.request.get("/api/organizations/acme/billing/export")).status()).toBe(403);
});
