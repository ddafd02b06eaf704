import { readFileSync } from "node:fs";
import { read, utils, write } from "@e965/xlsx";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { chooseFile, download } from "./files";

/** S3's way: take the template, fill it in, have it read, and add the last two people in a form of many rows. */
test("a template is filled in and read, and two more people are typed", async ({ page }, info) => {
  const name = `Template${Date.now().toString(36)}${info.retry}`;
  const local = (first: string) => `${first}.${name}`.toLowerCase();
  await signInByForm(page, account("admin"), "/acme/users/import");
  await expectAccessible(page);
  const template = await download(page, () =>
    page.getByRole("link", { name: "Usernames and roles as XLSX" }).click(),
  );
  const rows = [
    ["Ada", name, local("ada"), `${local("ada")}@mail.example`, "4917012345670", "User"],
    ["Ben", name, local("ben"), `${local("ben")}@mail.example`, "", "View-only admin"],
  ];
  await chooseFile(page, { name: template.suggestedFilename(), text: filledIn(await template.path(), rows) });
  await expect(page.getByLabel("Field for Username")).toHaveValue("username");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Get users" }).click();
  await expect(page.getByText("2 rows: 2 to create")).toBeVisible();
  await expect(page.getByText(/The example on line 2 was left out\./)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Import 2 users" }).click();
  await expect(page.getByText("2 people were imported")).toBeVisible();

  await page.goto("/acme/users/rows");
  await page.getByLabel("How many people?").fill("2");
  await page.getByRole("button", { name: "Generate rows" }).click();
  await type(page, 1, ["Cleo", name, `${local("cleo")}@mail.example`]);
  await type(page, 2, ["Dan", name, `${local("dan")}@mail.example`]);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create 2 users" }).click();
  await expect(page.getByText("2 people were imported")).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/acme/users?q=${name}`);
  await expect(page.getByRole("link", { name: new RegExp(`^(Ada|Ben|Cleo|Dan) ${name}$`) })).toHaveCount(4);
  await expect(page.getByRole("row", { name: /^.*Ben/ })).toContainText("View-only admin");
});

async function type(page: Page, line: number, [first = "", last = "", email = ""]: string[]): Promise<void> {
  await page.getByLabel(`First name, line ${line}`, { exact: true }).fill(first);
  await page.getByLabel(`Last name, line ${line}`, { exact: true }).fill(last);
  await page.getByLabel(`Access email, line ${line}`, { exact: true }).fill(email);
}

/** The workbook with people below its example. */
function filledIn(path: string, rows: string[][]): Buffer {
  const workbook = read(readFileSync(path));
  const sheet = workbook.Sheets[workbook.SheetNames[0] ?? ""];
  if (!sheet) throw new Error("The template has no sheet.");
  utils.sheet_add_aoa(sheet, rows, { origin: -1 });
  return write(workbook, { type: "buffer", bookType: "xlsx" }) as Buffer;
}
