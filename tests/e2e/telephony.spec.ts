import { createHash } from "node:crypto";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, requestsOf, signInByForm } from "./accounts";
import { beginOrganization } from "./organizations";
import { asSuperuser } from "./superuser";

test("a new user gets an extension and a forced login, made on the way with nothing lost", async ({
  page,
}) => {
  const { organization } = await beginOrganization(page, "Callers");
  await page.goto(`/${organization}/telephony`);
  await expect(page.getByRole("heading", { name: "No extensions yet" })).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/${organization}/users/new`);
  await page.getByLabel("First name").fill("Nina");
  await page.getByLabel("Last name").fill("Numbers");
  await page.getByLabel("Access email").fill("nina@mail.example");
  await page.getByLabel("Company").fill("Callers & Co");
  await page.getByText("There are no extensions yet.").waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make an extension" }).click();
  await expect(page.getByRole("heading", { name: "New extension" })).toBeVisible();
  await page.getByLabel("Number").fill("12");
  await page.getByRole("button", { name: "Make extension" }).click();
  await expect(page.getByText("Numbers are within 100-999.")).toBeVisible();
  await page.getByLabel("Number").fill("117");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make extension" }).dblclick();

  await expect(page).toHaveURL(/\/users\/new/);
  await expect(page.getByLabel("Last name")).toHaveValue("Numbers");
  await expect(page.getByLabel("Company")).toHaveValue("Callers & Co");
  await expect(page.getByRole("combobox", { name: "Extension" })).toHaveValue(/[0-9a-f-]{36}/);
  await page.getByLabel("Force login").check();
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  const card = page.getByRole("region", { name: "Extension" });
  await expect(card.getByRole("link", { name: "117" })).toBeVisible();
  await expect(card.getByText("Forces the login")).toBeVisible();
  await expect(card.getByText("Not signed in")).toBeVisible();
  await expectAccessible(page);

  await card.getByRole("link", { name: "117" }).click();
  await page.getByRole("button", { name: "Make a secret" }).click();
  const dialog = page.getByRole("dialog", { name: "Phone of extension 117" });
  await expect(dialog.getByRole("img", { name: /QR code/ })).toBeVisible();
  await expectAccessible(page);
  const secret = (await dialog.locator("code").textContent()) ?? "";
  const rows = await asSuperuser((client) =>
    client.query(
      "SELECT secret_realm AS realm, ha1_md5, ha1_sha256 FROM extensions WHERE number = '117' AND organization_id = (SELECT id FROM organizations WHERE slug = $1)",
      [organization],
    ),
  );
  const { realm, ha1_md5, ha1_sha256 } = rows.rows[0];
  const ha1 = (algorithm: string) => createHash(algorithm).update(`117:${realm}:${secret}`).digest("hex");
  expect([ha1_md5, ha1_sha256]).toEqual([ha1("md5"), ha1("sha256")]);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  await page.goto(`/${organization}/telephony`);
  await page.getByRole("button", { name: "Many at once" }).click();
  await page.getByLabel("How many").fill("3");
  await page.getByRole("button", { name: "Make extensions" }).click();
  await expect(page.getByText("3 extensions are made, from 100 to 102")).toBeVisible();
  await expect(page.getByText("4 extensions", { exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Queues" }).click();
  await page.getByRole("link", { name: "New queue" }).first().click();
  await page.getByLabel("Name").fill("Help desk");
  await page.getByLabel("Strategy").selectOption("Round robin");
  const add = async (label: string) => {
    await page.getByLabel("Add a member").selectOption({ label });
    await page.getByRole("button", { name: "Add", exact: true }).click();
  };
  await add("100");
  await add("117 Nina Numbers");
  await page.getByRole("button", { name: "Move 117 up" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listitem").filter({ hasText: "117" })).toContainText("1117 Nina Numbers");
  await page.getByRole("button", { name: "Pause 100" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make queue" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Help desk" })).toContainText("2, 1 paused");
  await page.getByRole("link", { name: "Help desk" }).click();
  await expect(page.getByRole("button", { name: "Resume 100" })).toBeVisible();

  await page.goto(`/${organization}/telephony/settings`);
  await page.getByLabel("Ranges").fill("100-199, 150");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("“150” and “100-199” share numbers.")).toBeVisible();
  await page.getByLabel("Ranges").fill("100-199");
  await page.getByLabel("SIP server").fill("sip.callers.example");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("The telephony settings are saved")).toBeVisible();

  await page.goto(`/${organization}/users`);
  await page.locator("[data-select-all]").check();
  await page.getByRole("button", { name: "Give extensions" }).click();
  const many = page.getByRole("dialog", { name: "Extensions for 2 people" });
  await many.getByLabel("Type").selectOption("Web");
  await expectAccessible(page);
  await many.getByRole("button", { name: "Give extensions" }).click();
  await expect(page.getByText("1 person has extension 100")).toBeVisible();
  await expect(page.getByText("1 had one already")).toBeVisible();
});

test("a view-only admin sees telephony and changes nothing of it", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/telephony");
  await page.getByRole("link", { name: "110" }).click();
  await expect(page.getByRole("heading", { name: "Extension 110" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Save|Remove|Make/ })).toHaveCount(0);
  await expectAccessible(page);
  await page.goto("/acme/telephony/queues");
  await page.getByRole("link", { name: "Help desk" }).click();
  await expect(page.getByRole("button", { name: /Save|Move|Pause/ })).toHaveCount(0);
  const requests = await requestsOf(account("billing"));
  expect((await requests.get("/acme/telephony")).status()).toBe(403);
});
