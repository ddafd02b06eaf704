import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import Papa from "papaparse";
import { expectAccessible } from "./accessible";
import { signInByForm } from "./accounts";
import { chooseFile, download, fixture, textOf } from "./files";
import { beginOrganization } from "./organizations";

/** S2's way: mobile phones are mandatory, passwords are in the file, and one wrong row refuses it all. */
test("a refused file is mended by its errors file, and its passwords work once", async ({
  page,
  browser,
}) => {
  const { organization } = await beginOrganization(page, "Numbers");
  const domain = `${organization}.example`;
  await page.goto(`/${organization}/settings`);
  await page.getByLabel("Mobile phone").check();
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("The settings are saved")).toBeVisible();
  await expectAccessible(page);

  const text = readFileSync(fixture("s2-columns.csv"), "utf8")
    .replaceAll("@acme.example", `@${domain}`)
    .replace("short,4917012345672", "short,");
  await getUsers(page, organization, { name: "people.csv", text });
  await expect(page.getByText("5 rows: 1 to create, 4 with errors")).toBeVisible();
  await expect(page.locator("[data-line='4']")).toContainText("Mobile phone is missing.");
  await expect(page.getByText("short", { exact: true })).toBeHidden();
  await expect(page.getByLabel("Refuse the file as long as a row is wrong")).toBeChecked();
  await expect(page.getByText("Mend or unselect the rows with errors first.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Import 1 user" })).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);

  const errors = await download(page, () =>
    page.getByRole("link", { name: "Download the errors file" }).click(),
  );
  const mended = mend(await textOf(errors), domain);
  await getUsers(page, organization, { name: errors.suggestedFilename(), text: mended });
  await expect(page.getByText("5 rows: 5 to create")).toBeVisible();
  await page.getByRole("button", { name: "Import 5 users" }).click();
  await expect(page.getByText("5 people were imported")).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);

  const adas = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  const ada = { username: `ada@${domain}`, role: "user", organization };
  await signInByForm(adas, { ...ada, password: "Str0ng-passw0rd-1" });
  await expect(adas.getByText("Somebody else chose your password. Replace it to go on.")).toBeVisible();
  await expectAccessible(adas);
  await adas.getByLabel("Current password").fill("Str0ng-passw0rd-1");
  await adas.getByLabel("New password").fill("seven quiet rivers meet");
  await adas.getByRole("button", { name: "Change password" }).click();
  await expect(adas).toHaveURL(/\/account$/);
  await expect(adas.getByRole("main").getByText(ada.username)).toBeVisible();
});

async function getUsers(page: Page, organization: string, file: { name: string; text: string }) {
  await page.goto(`/${organization}/users/import`);
  await chooseFile(page, file);
  await expect(page.getByLabel("Field for Password")).toHaveValue("password");
  await expect(page.getByText("Str0ng")).toBeHidden();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Get users" }).click();
}

/** Does what the Errors column says, at the cells that it means, and writes the passwords again. */
function mend(text: string, domain: string): string {
  const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  expect(data.map(({ Errors }) => Errors !== "")).toEqual([true, false, true, true, true]);
  expect(data[2]?.Errors).toContain("Mobile phone is missing.");
  const people = data.map((person, index) => ({ ...person, Password: `Str0ng-passw0rd-${index + 1}` }));
  Object.assign(people[2] ?? {}, { "Mobile Phone number": "4917012345672" });
  Object.assign(people[3] ?? {}, { Login: `di@${domain}` });
  Object.assign(people[4] ?? {}, { Login: "ed" });
  return Papa.unparse(people);
}
