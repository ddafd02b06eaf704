import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { chooseFile } from "./files";
import { beginOrganization } from "./organizations";

const FILE = [
  "First name,Last name,Email,Mobile phone",
  "Greta,Gardener,greta@choices.example,+442074559485",
  "Hugo,Hunter,hugo@choices.example,",
].join("\n");

/** Everything that is chosen once for all people: who is told, the address book, the note, the moment, and a preset of it. */
test("choices are counted, kept as a preset, and taken for the next file, which waits for its moment", async ({
  page,
}) => {
  const { organization } = await beginOrganization(page, "Choices");
  await review(page, organization, "first.csv");
  await expect(page.getByText("No message", { exact: true }).last()).toBeVisible();
  await page.getByRole("radio", { name: "A link, at once" }).check();
  await expect(page.getByText("2 e-mails", { exact: true })).toBeVisible();
  await page.getByLabel("By", { exact: true }).selectOption("both");
  await expect(page.getByText("2 e-mails, 1 SMS (1 has no mobile phone)")).toBeVisible();

  await page.getByText("More choices", { exact: true }).click();
  await page.getByRole("checkbox", { name: "Add to global address book" }).check();
  await page.getByLabel("Note").fill("Hires of the week");
  await page.getByText("Presets", { exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("Weekly");
  await page.getByRole("button", { name: "Save these choices" }).click();
  await expect(page.getByText("last used: Weekly")).toBeVisible();
  await expectAccessible(page);

  await review(page, organization, "second.csv");
  await page.getByText("More choices", { exact: true }).click();
  await page.getByText(/last used: Weekly/).click();
  await page.getByRole("button", { name: "Use it" }).click();
  await expect(page.getByText("2 e-mails, 1 SMS (1 has no mobile phone)")).toBeVisible();
  await page.getByText("More choices", { exact: true }).click();
  await expect(page.getByRole("checkbox", { name: "Add to global address book" })).toBeChecked();
  await expect(page.getByLabel("Note")).toHaveValue("Hires of the week");

  await page.getByLabel("When", { exact: true }).selectOption("later");
  await expect(page.getByText("Choose a date and a time.")).toBeVisible();
  await page.getByLabel("Go live at").fill(`${tomorrow()}T08:00`);
  await page.getByRole("button", { name: "Schedule the import of 2 users" }).click();
  await expect(page.getByText(/^Goes live /)).toBeVisible();
  await expect(page.getByText("Note: Hires of the week")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Call it off" }).click();
  await page.getByRole("button", { name: "Import 2 users" }).click();
  await expect(page.getByText("2 people were imported")).toBeVisible({ timeout: 60_000 });
});

test("rows that are left out together are an edit, and Ctrl+Z takes them in again", async ({ page }) => {
  const { organization } = await beginOrganization(page, "Edits");
  await review(page, organization, "edits.csv");
  await page.getByRole("button", { name: "Leave these out" }).click();
  await expect(page.getByText("2 rows: 0 to create, 2 unselected")).toBeVisible();
  await page.getByRole("button", { name: "Edits (1)" }).click();
  await expect(page.getByRole("dialog").getByText("Left out: all rows")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.locator("[data-line='3'] [data-cell='3']").click();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.getByText("2 rows: 2 to create", { exact: true })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(page.getByText("2 rows: 0 to create, 2 unselected")).toBeVisible();
});

async function review(page: Page, organization: string, name: string): Promise<void> {
  await page.goto(`/${organization}/users/import`);
  await chooseFile(page, { name, text: FILE });
  await page.getByRole("button", { name: "Get users" }).click();
  await expect(page.getByText("2 rows: 2 to create", { exact: true })).toBeVisible({ timeout: 60_000 });
}

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
