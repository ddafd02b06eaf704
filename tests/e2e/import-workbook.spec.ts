import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { chooseFile } from "./files";

const WORKBOOK = join(process.cwd(), "tests/fixtures/spreadsheets/people.xlsx");

/** A workbook creates people, a second file changes one of them, and both are taken back. */
test("a workbook is imported, corrected by a second file, and taken back", async ({ page }, info) => {
  await signInByForm(page, account("admin"), "/acme/users/import");
  await chooseFile(page, WORKBOOK);
  await expect(page.getByLabel("Field for emailaddress")).toHaveValue("accessEmail");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Get users" }).click();
  await page.getByRole("button", { name: "Import 3 users" }).click();
  await expect(page.getByText("3 people were imported")).toBeVisible();
  await expectAccessible(page);
  const first = page.url();

  const changes = info.outputPath("changes.csv");
  writeFileSync(changes, "customer code,first name,last name,e-mail\n00007,Ada,Augusta,ada@acme.example\n");
  await page.goto("/acme/users/import");
  await chooseFile(page, changes);
  await page.getByLabel("What to do").selectOption({ index: 1 });
  await page.getByLabel("Find people by").selectOption("customerCode");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Get users" }).click();
  await expect(page.getByRole("row", { name: /Augusta/ })).toContainText("Update");
  await expect(page.getByRole("region", { name: "Line 2" })).toContainText("Adams");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Update 1 user" }).click();
  await expect(page.getByText("1 person was updated")).toBeVisible();

  await takeBack(page);
  await page.goto("/acme/users?q=Adams");
  await expect(page.getByRole("link", { name: "Ada Adams" })).toBeVisible();
  await page.goto(first);
  await takeBack(page);
  await expectAccessible(page);
});

async function takeBack(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("button", { name: "Take the import back" }).click();
  await expect(page.getByText("This import was taken back")).toBeVisible();
}
