import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { chooseFile } from "./files";
import { beginOrganization } from "./organizations";

const HEADER = "First name,Last name,Email";
const PEOPLE = ["Ada", "Ben", "Cleo", "Dan", "Eve", "Finn"].map(
  (name) => `${name},Leaver,${name.toLowerCase()}@leavers.example`,
);

/** Two people left: they are listed, suspended by their number in words, and an undo says whom it kept and why. */
test("who is not in the file is suspended, and the undo lists whom it left as they are", async ({ page }) => {
  const { organization } = await beginOrganization(page, "Leavers");
  await choose(page, organization, PEOPLE);
  await page.getByRole("button", { name: "Get users" }).click();
  await page.getByRole("button", { name: "Import 6 users" }).click();
  await expect(page.getByText("6 people were imported")).toBeVisible({ timeout: 60_000 });

  const stayed = PEOPLE.filter((line) => !/^(Cleo|Dan),/.test(line));
  await choose(page, organization, [(stayed[0] ?? "").replace("Leaver", "Stayer"), ...stayed.slice(1)]);
  await page.getByLabel("What to do").selectOption("both");
  await page.getByRole("button", { name: "Get users" }).click();
  await page.getByRole("button", { name: "Update 1 user" }).click();
  const left = page.getByRole("region", { name: "In the directory but not in the file" });
  await expect(left.getByRole("row", { name: /Cleo/ })).toContainText("Is suspended", { timeout: 60_000 });
  await expect(left.getByRole("row", { name: /Sue/ })).toContainText("Stays");
  await expect(left.getByRole("row", { name: /Eve/ })).toHaveCount(0);
  await expectAccessible(page);
  const ofImport = page.url();

  await left.getByRole("button", { name: "Suspend 2 people" }).click();
  const dialog = page.getByRole("dialog", { name: "Suspend 2 people?" });
  await dialog.getByLabel("Write 2 in words to go on").fill("three");
  await dialog.getByRole("button", { name: "Suspend 2 people" }).click();
  await expect(dialog.getByText("Write 2 in words.", { exact: true })).toBeVisible();
  await dialog.getByLabel("Write 2 in words to go on").fill("two");
  await dialog.getByRole("button", { name: "Suspend 2 people" }).click();
  await expect(page.getByText("2 people were suspended")).toBeVisible({ timeout: 60_000 });

  await reactivate(page, organization, "Cleo Leaver");
  await page.goto(ofImport);
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take the import back" }).click();
  await expect(page.getByText("This import was taken back")).toBeVisible({ timeout: 60_000 });
  const kept = page.getByRole("table", { name: "People who were kept" }).getByRole("row", { name: /cleo/ });
  await expect(kept).toContainText("is not suspended any more");
  await expect(kept).toContainText("Not in the file");
  await expect(page.getByText("Not reactivated")).toBeVisible();
  await expectAccessible(page);
});

async function choose(page: Page, organization: string, lines: string[]): Promise<void> {
  await page.goto(`/${organization}/users/import`);
  await chooseFile(page, { name: "everybody.csv", text: [HEADER, ...lines].join("\n") });
}

async function reactivate(page: Page, organization: string, name: string): Promise<void> {
  await page.goto(`/${organization}/users?q=${name.split(" ")[0]}`);
  await page.getByRole("link", { name }).click();
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Reactivate" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Reactivate ${name}` })
    .click();
  await expect(page.getByText("Pending").first()).toBeVisible();
}
