import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import ICAL from "ical.js";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";

test.describe.configure({ mode: "serial" });

const suffix = Date.now().toString(36);
const LAST_NAME = `Børk${suffix}`;

test("an admin adds somebody to the address book, and everybody finds them there", async ({ browser }) => {
  const admin = await (await browser.newContext()).newPage();
  await signInByForm(admin, account("admin"), "/acme/users/new");
  await admin.getByLabel("First name").fill("Zoë");
  await admin.getByLabel("Last name").fill(LAST_NAME);
  await admin.getByLabel("Access email").fill(`zoe.${suffix}@home.example`);
  await admin.getByLabel("Add to global address book").check();
  await admin.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(admin).toHaveURL(/\/acme\/users\/[0-9a-f-]{36}/);

  const page = await (await browser.newContext()).newPage();
  await signInByForm(page, account("user"), "/account");
  await page.getByRole("link", { name: "Address book" }).click();
  await expect(page.getByRole("heading", { name: "Address book" })).toBeVisible();
  await expectAccessible(page);
  const search = page.getByRole("searchbox", { name: "Search the address book" });
  // They have not activated their account yet.
  await search.fill(LAST_NAME);
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await expectAccessible(page);

  await search.fill("uli USER");
  const row = page.getByRole("row").filter({ hasText: "Uli User" });
  await expect(row).toBeVisible();
  await expect(page).toHaveURL(/q=uli/);
  const card = page.waitForEvent("download");
  await row.getByRole("link", { name: "vCard of Uli User" }).click();
  const file = await card;
  expect(file.suggestedFilename()).toBe("Uli User.vcf");
  const read = new ICAL.Component(ICAL.parse(readFileSync(await file.path(), "utf8")));
  expect(read.getFirstPropertyValue("fn")).toBe("Uli User");
  expect(read.getFirstPropertyValue("email")).toBe("user@acme.example");

  await search.fill("");
  await expect(page.getByRole("link", { name: "Next" })).toBeVisible();
  await page.getByRole("button", { name: "Export" }).click();
  const all = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "As vCard" }).click();
  const cards: unknown[] = ICAL.parse(readFileSync(await (await all).path(), "utf8"));
  expect(cards.length).toBeGreaterThan(100);
  await admin.close();
  await page.close();
});
