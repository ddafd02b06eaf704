import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { beginOrganization } from "./organizations";

/** S1's three ways, where people are added, for many of them, and on somebody's own page. */
test("S1: groups, a mirror and single permissions, in the form, for many and for one", async ({ page }) => {
  const { organization, username } = await beginOrganization(page, "Rights");
  const domain = username.split("@")[1] ?? "";
  await page.goto(`/${organization}/groups/new`);
  await page.getByLabel("Name", { exact: true }).fill("Front desk");
  await page.getByLabel("See people", { exact: true }).check();
  await page.getByRole("button", { name: "Make group" }).click();
  await expect(page).toHaveURL(/\/groups$/);

  await page.goto(`/${organization}/groups/new`);
  await page.getByLabel("Name", { exact: true }).fill("Models");
  await page.getByLabel("Whoever meets a rule").check();
  const condition = page.getByRole("group", { name: "Condition 1" });
  await condition.getByLabel("What").selectOption({ label: "Last name" });
  await condition.getByLabel("Value").fill("Model");
  await page.getByRole("button", { name: "Make group" }).click();
  await expect(page).toHaveURL(/\/groups$/);

  await add(page, organization, domain, "Mona");
  await page.getByLabel("Permissions").selectOption("single");
  await page.getByLabel("Front desk").check();
  await page.getByLabel("See the audit log").check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Mona Model" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Front desk" })).toBeVisible();

  for (const name of ["Nils", "Nora"]) {
    await add(page, organization, domain, name);
    await page.getByRole("button", { name: "Add user", exact: true }).click();
    await expect(page.getByRole("heading", { name: `${name} Model` })).toBeVisible();
  }
  await page.goto(`/${organization}/users?q=model`);
  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: "Give rights" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Permissions").selectOption("mirror");
  await dialog.getByLabel("Mirror whom").fill("Mona");
  await dialog.getByRole("radio", { name: /Mona Model/ }).check();
  await expect(dialog.getByText("They get: User, 1 group, 1 permission.")).toBeVisible();
  await dialog.getByLabel("See the audit log").uncheck();
  await expect(dialog.getByText("3 people get exactly these rights")).toBeVisible();
  const gained = dialog.getByRole("list", { name: "Gained" }).getByRole("listitem");
  const lost = dialog.getByRole("list", { name: "Lost" }).getByRole("listitem");
  const kept = dialog.getByRole("list", { name: /^Kept/ }).getByRole("listitem");
  await expect(gained).toHaveText(["Group “Front desk” · 2 people"]);
  await expect(lost).toHaveText(["See the audit log · 1 person"]);
  await expect(kept).toHaveText(["Group “Models”, by its rule · 3 people"]);
  // Nobody is given what the rule alone gives.
  await expect(dialog.getByRole("checkbox", { name: "Group “Models”" })).toBeDisabled();
  await dialog.getByLabel("See the audit log").check();
  await expect(dialog.getByText("2 people get exactly these rights")).toBeVisible();
  await expect(gained).toHaveText(["Group “Front desk” · 2 people", "See the audit log · 2 people"]);
  await expect(lost).toHaveCount(0);
  await expect(dialog.getByText("1 person stays as they are")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Give rights to 2 people" }).click();
  await expect(page.getByText("2 people given their rights")).toBeVisible();

  await page.getByRole("link", { name: "Nils Model" }).click();
  await expect(page.getByRole("link", { name: "Front desk" })).toBeVisible();
  await page.getByRole("button", { name: "Give rights" }).click();
  await expect(dialog.getByText("Nobody would change.")).toBeVisible();
  await expect(dialog.getByLabel("See the audit log")).toBeChecked();
  await dialog.getByLabel("See the audit log").uncheck();
  await expect(dialog.getByText("1 person gets exactly these rights")).toBeVisible();
  await expect(lost).toHaveText(["See the audit log"]);
  await expect(gained).toHaveCount(0);
  await expect(kept).toHaveText(["Group “Models”, by its rule"]);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Give rights to 1 person" }).click();
  await expect(page.getByText("1 person given their rights")).toBeVisible();
  await expect(page.getByText("Rights given anew").first()).toBeVisible();
});

async function add(page: Page, organization: string, domain: string, name: string) {
  await page.goto(`/${organization}/users/new`);
  await page.getByLabel("First name").fill(name);
  await page.getByLabel("Last name").fill("Model");
  await page.getByLabel("Access email").fill(`${name.toLowerCase()}@${domain}`);
}
