import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";

const suffix = Date.now().toString(36);
const SERVICE = `Badge ${suffix}`;

test("an admin makes a service, gives seats until there are none, and a freed one goes to who waits", async ({
  page,
}) => {
  await signInByForm(page, account("admin"), "/acme/services");
  await expect(page.getByRole("heading", { name: "Services", exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "New service" }).click();
  await expect(page.getByRole("heading", { name: "New service" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make service" }).click();
  await expect(page.getByText("Give the service a name.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(SERVICE);
  await page.getByLabel("Number of seats").fill("1");
  await page.getByRole("button", { name: "Make service" }).dblclick();
  await expect(page).toHaveURL(/\/acme\/services$/);
  await page.getByRole("link", { name: SERVICE }).click();
  await expect(page.getByText("Nobody has one.")).toBeVisible();
  await expectAccessible(page);

  for (const role of ["user", "billing"]) {
    await page.getByLabel("Give a seat to").fill(account(role).username);
    await page.getByRole("button", { name: account(role).username }).click();
    await page.getByRole("button", { name: "Give a seat", exact: true }).click();
    if (role === "billing") {
      await expect(page.getByText("No seat of")).toBeVisible();
      await page.getByRole("button", { name: "Put on the waiting list" }).click();
    }
    await expect(page.getByRole("row").filter({ hasText: account(role).username })).toBeVisible();
  }
  await expect(page.getByRole("heading", { name: "Waiting list" })).toBeVisible();
  await expectAccessible(page);

  const holder = page.getByRole("row").filter({ hasText: account("user").username });
  await holder.getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Services", exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: `Withdraw ${SERVICE}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByRole("link", { name: SERVICE })).toHaveCount(0);
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Assign service" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Service").selectOption({ label: `${SERVICE} (0 free)` });
  await expect(dialog.getByText("1 seat is missing")).toBeVisible();
  await dialog.getByLabel(/waiting list/).check();
  await expect(dialog.getByText(/on the waiting list/).last()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: /1 person/ }).click();
  await expect(page.getByText("Waits for a seat, as number 1 on the list")).toBeVisible();

  await page.goto("/acme/users");
  await page
    .locator("summary")
    .filter({ hasText: /services/ })
    .click();
  await page.getByLabel("Show Services as a column").check();
  await page.getByLabel("Services", { exact: true }).selectOption({ label: SERVICE });
  await expect(page.getByText(`Only people with a seat of ${SERVICE}`)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: account("billing").username })).toBeVisible();
  await expectAccessible(page);
});

test("a billing admin buys seats of a service, and orders fewer from its renewal on", async ({ page }) => {
  await signInByForm(page, account("billing"), "/acme/services");
  await page.getByRole("link", { name: "Telephony" }).click();
  await expect(page.getByText("EUR 12.00 a month", { exact: true })).toBeVisible();
  await expect(page.getByText("People with a seat")).toHaveCount(0);
  const seats = page.locator("dl > div").filter({ has: page.getByText("Seats", { exact: true }) });
  const before = Number(await seats.locator("dd").textContent());
  await page.getByRole("button", { name: "Buy seats" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("How many more").fill("two");
  await dialog.getByRole("button", { name: "Buy seats" }).click();
  await expect(dialog.getByText(/whole number of seats/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("How many more").fill("2");
  await dialog.getByRole("button", { name: "Buy seats" }).click();
  await expect(seats.locator("dd")).toHaveText(String(before + 2));
  await page.getByRole("button", { name: "Fewer at renewal" }).click();
  await page.getByLabel("Seats from then on").fill(String(before));
  await page.getByRole("button", { name: "Save seats" }).click();
  await expect(page.getByText(`with ${before} seats`)).toBeVisible();
  await expectAccessible(page);
});

test("the operator offers a service, and whom it manages takes it", async ({ page, browser }) => {
  const offer = `Fax ${suffix}`;
  await signInByForm(page, account("admin", "operator"), "/operator/services/catalogue");
  const offered = page.getByRole("region", { name: "Services on offer" });
  await expect(offered.getByRole("link", { name: "Telephony" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Offer a service" }).click();
  await page.getByLabel("Name", { exact: true }).fill(offer);
  await page.getByRole("textbox", { name: "Price" }).fill("1.234");
  await page.getByRole("button", { name: "Offer service" }).click();
  await expect(page.getByText("Write an amount of EUR")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Price" }).fill("2.50");
  await page.getByRole("button", { name: "Offer service" }).click();
  await expect(page.getByRole("row").filter({ hasText: offer })).toContainText("EUR 2.50 a month");

  const theirs = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await signInByForm(theirs, account("admin"), "/acme/services");
  const row = theirs.getByRole("row").filter({ hasText: offer });
  await row.getByRole("button", { name: "Take" }).click();
  await theirs.getByRole("dialog").getByLabel("Seats").fill("4");
  await theirs.getByRole("button", { name: "Take service" }).click();
  await expect(theirs.getByRole("link", { name: offer })).toBeVisible();
  await expectAccessible(theirs);
});
