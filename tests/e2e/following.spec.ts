import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { beginOrganization } from "./organizations";

/** A mirror that goes on: allowed, chosen, seen to follow, and ended. */
test("somebody follows another one, has what they come to have, and stops", async ({ page }) => {
  const { organization, username } = await beginOrganization(page, "Following");
  const domain = username.split("@")[1] ?? "";
  for (const name of ["Mona", "Nils"]) await add(page, organization, domain, name);

  await page.goto(`/${organization}/users?q=nils`);
  await openMirror(page);
  await expect(page.getByRole("dialog").getByLabel("Copy once")).toHaveCount(0);
  await page.keyboard.press("Escape");

  await page.goto(`/${organization}/settings`);
  await page.getByRole("button", { name: "Allow following" }).click();
  await expect(page.getByText("People may follow others.")).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/${organization}/users?q=nils`);
  const dialog = await openMirror(page);
  await expect(dialog.getByLabel("Copy once")).toBeChecked();
  await dialog.getByLabel("Follow Mona Model").check();
  await expect(dialog.getByText("1 person gets exactly these rights")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Give rights to 1 person" }).click();
  await expect(page.getByText("1 person given their rights")).toBeVisible();

  await page.goto(`/${organization}/users?q=mona`);
  await page.getByRole("link", { name: "Mona Model" }).click();
  await expect(page.getByText(/1 person follows them/)).toBeVisible();
  await page.getByRole("button", { name: "Give rights" }).click();
  await dialog.getByLabel("Permissions").selectOption("single");
  await dialog.getByLabel("See the audit log").check();
  await dialog.getByRole("button", { name: "Give rights to 1 person" }).click();
  await expect(page.getByText("1 person given their rights")).toBeVisible();

  await page.goto(`/${organization}/users?q=nils`);
  await page.getByRole("link", { name: "Nils Model" }).click();
  await expect(page.getByText("Follows Mona Model")).toBeVisible();
  await expect(page.getByText(/as long as they follow Mona Model/).first()).toBeAttached();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Stop following" }).click();
  await expect(dialog.getByLabel("They keep it")).toBeChecked();
  await expectAccessible(page);
  await dialog.getByLabel("They lose it").check();
  await dialog.getByRole("button", { name: "Stop following" }).click();
  await expect(page.getByText("Nils Model follows nobody any more")).toBeVisible();
  await expect(page.getByText("Follows Mona Model")).toHaveCount(0);
  await expect(page.getByText(/as long as they follow/)).toHaveCount(0);

  await page.goto(`/${organization}/settings`);
  await page.getByRole("button", { name: "Stop following" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop following" }).click();
  await expect(page.getByText("People may not follow others.")).toBeVisible();
});

async function openMirror(page: Page) {
  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: "Give rights" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Permissions").selectOption("mirror");
  await dialog.getByLabel("Mirror whom").fill("Mona");
  await dialog
    .getByRole("radio", { name: /Mona Model/ })
    .first()
    .check();
  return dialog;
}

async function add(page: Page, organization: string, domain: string, name: string) {
  await page.goto(`/${organization}/users/new`);
  await page.getByLabel("First name").fill(name);
  await page.getByLabel("Last name").fill("Model");
  await page.getByLabel("Access email").fill(`${name.toLowerCase()}@${domain}`);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByRole("heading", { name: `${name} Model` })).toBeVisible();
}
