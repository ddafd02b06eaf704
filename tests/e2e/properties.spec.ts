import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { chooseFile, download } from "./files";

test.describe.configure({ mode: "serial" });

const suffix = Date.now().toString(36);
const SIZE = `Shoe size ${suffix}`;
const PLACE = `Place ${suffix}`;
const BOSS = `Boss ${suffix}`;
const LAST_NAME = `Propper${suffix}`;

test("an admin defines properties, and people have them in form, list, file and export", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/properties");
  await expectAccessible(page);
  await page.getByRole("link", { name: "New property" }).click();
  await expect(page.getByRole("heading", { name: "New property" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make property" }).click();
  await expect(page.getByText("Give the property a name.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("First name");
  await page.getByRole("button", { name: "Make property" }).click();
  await expect(page.getByText("Everybody has a field of this name already.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(SIZE);
  await page.getByLabel("Type").selectOption("Number");
  await page.getByLabel("Help text").fill(`European sizes ${suffix}.`);
  await expect(page.getByLabel("User property")).toBeChecked();
  await page.getByRole("button", { name: "Make property" }).dblclick();
  await expect(page).toHaveURL(/\/acme\/properties$/);
  await expect(page.getByRole("link", { name: SIZE })).toHaveCount(1);

  await page.getByRole("link", { name: "New property" }).click();
  await page.getByLabel("Name", { exact: true }).fill(PLACE);
  await page.getByLabel("Type").selectOption("Choice");
  await page.getByLabel("Choices").fill("Lisbon\nBonn");
  await page.getByLabel("Default").selectOption("Bonn");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make property" }).click();
  await expect(page.getByRole("link", { name: PLACE })).toBeVisible();
  await page.getByRole("link", { name: "New property" }).click();
  await page.getByLabel("Name", { exact: true }).fill(BOSS);
  await page.getByLabel("Type").selectOption("Person");
  await page.getByRole("button", { name: "Make property" }).click();
  await page.getByRole("button", { name: `Move ${BOSS} up` }).click();
  await expect(
    page.getByRole("row").filter({ hasText: BOSS }).locator("~ tr").filter({ hasText: PLACE }),
  ).toBeVisible();

  await page.goto("/acme/users/new");
  const properties = page.getByRole("region", { name: "Properties" });
  await expect(properties.getByText(`European sizes ${suffix}.`)).toBeVisible();
  await expect(properties.getByLabel(PLACE)).toHaveValue("Bonn");
  await page.getByLabel("First name").fill("Paula");
  await page.getByLabel("Last name").fill(LAST_NAME);
  await page.getByLabel("Access email").fill(`paula.${suffix}@home.example`);
  await properties.getByLabel(SIZE).fill("large");
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByText(`${SIZE} “large” is no number.`)).toBeVisible();
  await expect(properties.getByLabel(SIZE)).toHaveValue("large");
  await properties.getByLabel(SIZE).fill("38,5");
  await properties.getByLabel(BOSS).fill(account("viewer").username);
  await properties.getByRole("button", { name: /^Vera Viewer/ }).click();
  await expect(properties.getByRole("button", { name: /^Take out/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByRole("heading", { name: `Paula ${LAST_NAME}`, level: 1 })).toBeVisible();
  await expect(page.getByText("38.5", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Bonn", { exact: true }).first()).toBeVisible();
  await page
    .getByText(/^\d+ fields$/)
    .first()
    .click();
  await expect(page.getByRole("listitem").filter({ hasText: `${SIZE}: 38.5` })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await expect(page.getByLabel(SIZE)).toHaveValue("38.5");
  await page.getByLabel(PLACE).selectOption("Lisbon");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Lisbon", { exact: true }).first()).toBeVisible();
});

test("properties are columns and filters of the list, and columns of a file", async ({ page }, info) => {
  const name = `Filed${suffix}${info.retry}`.toLowerCase();
  await signInByForm(page, account("admin"), "/acme/users/import");
  const [ada, ben] = ["ada", "ben"].map((first) => `${first}.${name}@mail.example`);
  const text = [
    `First name,Last name,Access email,${SIZE},${PLACE.toUpperCase()},Hat`,
    `Ada,${name},${ada},"39,5",lisbon,red`,
    `Ben,${name},${ben},large,Rome,blue`,
  ].join("\n");
  await chooseFile(page, { name: "people.csv", text });
  await expect(page.getByLabel(`Field for ${SIZE}`)).toHaveValue(/^property\./);
  await expect(page.getByText("Left out: Hat.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Get users" }).click();
  await expect(page.getByText("2 rows: 1 to create")).toBeVisible();
  await expect(page.getByText(`${PLACE} “Rome” is none of: Lisbon, Bonn.`).first()).toBeAttached();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Import 1 user" }).click();
  await expect(page.getByText("1 person was imported")).toBeVisible();

  await page.goto("/acme/users/rows");
  await page.getByLabel("How many people?").fill("1");
  await page.getByRole("button", { name: "Generate rows" }).click();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: SIZE }).check();
  await page.keyboard.press("Escape");
  await page.getByLabel("First name, line 1", { exact: true }).fill("Cleo");
  await page.getByLabel("Last name, line 1", { exact: true }).fill(name);
  await page.getByLabel("Access email, line 1", { exact: true }).fill(`cleo.${name}@mail.example`);
  await page.getByLabel(`${SIZE}, line 1`, { exact: true }).fill("large");
  await page.keyboard.press("Tab");
  await expect(page.getByText(`${SIZE} “large” is no number.`)).toBeVisible();
  await page.getByLabel(`${SIZE}, line 1`, { exact: true }).fill("41");
  await page.getByRole("button", { name: "Create 1 user" }).click();
  await expect(page.getByText("1 person was imported")).toBeVisible();

  await page.goto(`/acme/users?q=${name}`);
  await expect(page.getByRole("link", { name: new RegExp(`^(Ada|Cleo) ${name}$`) })).toHaveCount(2);
  await page.locator("summary").filter({ hasText: "Groups, services and properties" }).click();
  await page.getByLabel(`Show ${SIZE} as a column`).check();
  await expect(page.getByRole("columnheader", { name: SIZE })).toBeVisible();
  await expect(page.getByRole("row", { name: /Ada/ })).toContainText("39.5");
  await expectAccessible(page);
  await page.getByLabel(PLACE, { exact: true }).selectOption("Lisbon");
  await expect(page).toHaveURL(/property\.[0-9a-f-]+=Lisbon/);
  await expect(page.getByRole("link", { name: new RegExp(`^(Ada|Cleo) ${name}$`) })).toHaveCount(1);
  await page.reload();
  await expect(page.getByText("Groups, services and properties (2 in use)")).toBeVisible();
  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: "Set property" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Property", { exact: true }).selectOption({ label: PLACE });
  await dialog.getByLabel("Value").selectOption("Bonn");
  await expect(dialog.getByText("1 person has the value from now on")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Set a property of 1 person" }).click();
  await expect(page.getByText("1 person given the value")).toBeVisible();
  await expect(page.getByRole("link", { name: new RegExp(`^(Ada|Cleo) ${name}$`) })).toHaveCount(0);
  await page.getByText(/^Groups, services and properties \(/).click();
  await page.getByLabel(PLACE, { exact: true }).selectOption("Bonn");
  await expect(page.getByRole("link", { name: new RegExp(`^(Ada|Cleo) ${name}$`) })).toHaveCount(2);
  await page.getByRole("button", { name: "Export" }).click();
  const file = await download(page, () => page.getByRole("menuitem", { name: "As CSV" }).click());
  const lines = readFileSync(await file.path(), "utf8")
    .trim()
    .split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain(`,${SIZE},`);
  expect(lines[1]).toMatch(/39\.5.*Bonn/);
});

test("a change of type says what it touches before it is done", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/properties");
  await page.getByRole("link", { name: SIZE }).click();
  await page.getByLabel("Type").selectOption("Date");
  await page.getByRole("button", { name: "Save property" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("It touches 3 values: all of them are lost.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByLabel("Type")).toHaveValue("date");
  await page.getByLabel("Type").selectOption("Text");
  await page.getByRole("button", { name: "Save property" }).click();
  await expect(dialog.getByText("It touches 3 values: all of them are kept.")).toBeVisible();
  await dialog.getByRole("button", { name: "Save property" }).click();
  await expect(page.getByText(/is saved/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Type")).toHaveValue("text");
  await page.getByRole("button", { name: "Remove property" }).click();
  await expect(dialog.getByText("3 values are lost with it, and cannot be taken back.")).toBeVisible();
  await dialog.getByRole("button", { name: "Remove property" }).click();
  await expect(page).toHaveURL(/\/acme\/properties$/);
  await expect(page.getByRole("link", { name: SIZE })).toHaveCount(0);
});

test("those who look on see properties and change none", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/properties");
  await expect(page.getByRole("link", { name: "New property" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Move/ })).toHaveCount(0);
  await page.getByRole("link", { name: PLACE }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Save property" })).toHaveCount(0);
  await expectAccessible(page);
});
