import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { chooseFile } from "./files";
import { beginOrganization } from "./organizations";

const FILE = [
  "First name,Last name,Email,Extension",
  "Greta,Gardener,greta@numbers.example,150",
  "Hugo,Hunter,hugo@numbers.example,next free",
  "Ivo,Inker,ivo@numbers.example,5000",
].join("\n");

/** S4's extensions for a whole file: what is wrong stands at its cell, and the rest is given with the import. */
test("a file brings people with their extensions", async ({ page }) => {
  const { organization } = await beginOrganization(page, "Numbers");
  await page.goto(`/${organization}/users/import`);
  await chooseFile(page, { name: "numbers.csv", text: FILE });
  await expect(page.getByLabel("Field for Extension")).toHaveValue("extension");
  await page.getByRole("button", { name: "Get users" }).click();
  await expect(page.getByText("3 rows: 2 to create, 1 with errors, 2 extensions to give")).toBeVisible();
  await expect(page.getByRole("row", { name: /Ivo/ })).toContainText("Extension 5000 is outside 100-999");
  await page.getByText("More choices", { exact: true }).click();
  await page.getByLabel("Type of their extensions").selectOption("web");
  await page.getByRole("checkbox", { name: "Force login" }).check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Import 2 users" }).click();
  await expect(page.getByText("2 people were imported")).toBeVisible();

  await page.goto(`/${organization}/telephony`);
  for (const [number, name] of [
    ["100", "Hugo Hunter"],
    ["150", "Greta Gardener"],
  ])
    await expect(page.getByRole("row").filter({ hasText: number }).filter({ hasText: name })).toBeVisible();
});

test("a plain user reads their own extension on their account's page", async ({ page }) => {
  await signInByForm(page, account("user"), "/account");
  const card = page.getByRole("region", { name: "Your extension" });
  await expect(card.getByText("Number", { exact: true })).toBeVisible();
  await expectAccessible(page);
});
