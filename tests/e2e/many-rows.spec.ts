import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { beginOrganization } from "./organizations";

/** S3's way: say how many, type and paste, see what is wrong at its cell, mend it, create, and find them in the list. */
test("many people are typed in rows and created at once", async ({ page }, info) => {
  const name = `Rows${Date.now().toString(36)}${info.retry}`;
  const email = (local: string) => `${local}.${name}@mail.example`.toLowerCase();
  await signInByForm(page, account("admin"), "/acme/users");
  await page.getByRole("link", { name: "Add many" }).click();
  await page.getByLabel("How many people?").fill("3");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Generate rows" }).click();
  await page.getByLabel("First name, line 1", { exact: true }).fill("Ada");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("First name, line 2", { exact: true })).toBeFocused();

  await paste(
    page,
    "First name, line 1",
    [
      ["E-mail", "First name", "Last name", "Company", "Shoe size"],
      [email("ada"), "Ada", name, "Acme", "38"],
      [email("ben"), "Ben", name, "", "44"],
      [email("ada"), "Cleo", "", "", "39"],
    ]
      .map((cells) => cells.join("\t"))
      .join("\r\n"),
  );
  await expect(page.getByText("Left out: Shoe size.")).toBeVisible();
  await page.getByLabel("Company, line 1", { exact: true }).focus();
  await page.keyboard.press("Control+d");
  await expect(page.getByLabel("Company, line 3", { exact: true })).toHaveValue("Acme");

  await page.reload();
  await expect(page.getByText("These rows were kept since you typed them")).toBeVisible();
  await expect(page.getByLabel("Company, line 3", { exact: true })).toHaveValue("Acme");
  await expect(page.getByLabel("First name, line 2", { exact: true })).toHaveValue("Ben");

  await page.getByRole("button", { name: "Create 3 users" }).click();
  await expect(page.getByText("Last name is missing.")).toBeVisible();
  await expect(page.getByText(/is also on line 3/)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Last name, line 3", { exact: true }).fill(name);
  await page.getByLabel("Access email, line 3", { exact: true }).fill("not an address");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Access email, line 3", { exact: true })).toHaveAttribute(
    "aria-invalid",
    "true",
  );
  await page.getByLabel("Access email, line 3", { exact: true }).fill(email("cleo"));
  await page.getByRole("button", { name: "Create 3 users" }).dblclick();
  await expect(page.getByText("3 people were imported")).toBeVisible();
  await page.goto(`/acme/users?q=${name}`);
  await expect(page.getByRole("link", { name: new RegExp(`^(Ada|Ben|Cleo) ${name}$`) })).toHaveCount(3);
  await page.goto("/acme/users/rows");
  await expect(page.getByRole("button", { name: "Generate rows" })).toBeVisible();
});

test("nothing typed is lost when the session has ended", async ({ page }, info) => {
  const name = `Ended${Date.now().toString(36)}${info.retry}`;
  await signInByForm(page, account("admin"), "/acme/users/rows");
  await page.getByLabel("How many people?").fill("1");
  await page.getByRole("button", { name: "Generate rows" }).click();
  await page.getByLabel("First name, line 1", { exact: true }).fill("Eve");
  await page.getByLabel("Last name, line 1", { exact: true }).fill(name);
  await page.getByLabel("Access email, line 1", { exact: true }).fill(`${name.toLowerCase()}@mail.example`);
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Create 1 user" }).click();
  await expect(page.getByText("Sign in again; nothing is lost.")).toBeVisible();
  await expect(page.getByLabel("Last name, line 1", { exact: true })).toHaveValue(name);
  const opened = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Sign in in a new tab" }).click();
  await signInByForm(await opened, account("admin"), "/sign-in");
  await page.getByRole("button", { name: "Create 1 user" }).click();
  await expect(page.getByText("1 person was imported")).toBeVisible();
});

test("whoever may only prepare asks for approval, and an admin returns it with a word", async ({
  page,
  browser,
}) => {
  await signInByForm(page, account("userManagementViewer"), "/acme/users/rows");
  const email = `prepared.${Date.now().toString(36)}@mail.example`;
  await page.getByRole("button", { name: "Generate rows" }).click();
  await paste(page, "First name, line 1", `Paula\tPrepared\t${email}`);
  await page.getByRole("button", { name: "Prepare 1 user" }).click();
  await page.getByLabel("A word to whoever approves it").fill("For Monday");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByText(/^Waiting for approval since/)).toBeVisible();

  const admins = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await signInByForm(admins, account("admin"), "/acme/users/import");
  await admins.getByRole("link", { name: /^Waiting for approval/ }).click();
  await admins.getByRole("link", { name: "1 row typed" }).first().click();
  await expect(admins.getByText("“For Monday”")).toBeVisible();
  await admins.getByRole("button", { name: "Return it" }).click();
  await expect(admins.getByText("Say what should be different.")).toBeVisible();
  await admins.getByLabel("What should be different?").fill("Paula starts on Tuesday");
  await expectAccessible(admins);
  await admins.getByRole("button", { name: "Return it" }).click();
  await expect(admins.getByText(/^Returned by/)).toBeVisible();

  await page.reload();
  await expect(page.getByText("“Paula starts on Tuesday”")).toBeVisible();
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByText(/^Waiting for approval since/)).toBeVisible();
  await admins.reload();
  await admins.getByRole("button", { name: "Import 1 user" }).click();
  await expect(admins.getByText("1 person was imported")).toBeVisible();
});

/** S1's three ways for all rows: what cannot be given is refused with words, and nothing that was typed goes. */
test("rights are chosen once for all rows, and are what each of them has", async ({ page }) => {
  const { organization, username } = await beginOrganization(page, "Desk");
  const domain = username.split("@")[1] ?? "";
  await page.goto(`/${organization}/groups/new`);
  await page.getByLabel("Name", { exact: true }).fill("Front desk");
  await page.getByLabel("See people", { exact: true }).check();
  await page.getByRole("button", { name: "Make group" }).click();
  await expect(page).toHaveURL(/\/groups$/);

  await page.goto(`/${organization}/users/rows`);
  await page.getByRole("button", { name: "Generate rows" }).click();
  await paste(page, "First name, line 1", `Mona\tModel\tmona@${domain}`);
  await page.getByLabel("Permissions").selectOption("single");
  await page.getByLabel("Front desk").check();
  await page.getByLabel("See the audit log").check();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByLabel("See the audit log")).toBeChecked();
  await expect(page.getByLabel("Front desk")).toBeChecked();
  await page.getByRole("button", { name: "Create 1 user" }).click();
  await expect(page.getByText("1 person was imported")).toBeVisible();
  const mona = await openBeside(page, `/${organization}/users?q=mona`, "Mona Model");
  await expect(mona.getByRole("link", { name: "Front desk" })).toBeVisible();
  await expect(mona.getByText("See the audit log").first()).toBeAttached();

  await page.goto(`/${organization}/users/rows`);
  await page.getByRole("button", { name: "Generate rows" }).click();
  const rows = ["Nils", "Nora"].map((name) => `${name}\tModel\t${name.toLowerCase()}@${domain}`);
  await paste(page, "First name, line 1", rows.join("\r\n"));
  await page.getByLabel("Permissions").selectOption("mirror");
  await page.getByRole("button", { name: "Create 2 users" }).click();
  const alert = (hasText: string) => page.getByRole("alert").filter({ hasText });
  await expect(alert("Say whom they are to mirror")).toBeVisible();
  await expect(page.getByLabel("Permissions")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Mirror whom").fill("Mona");
  await page.getByRole("radio", { name: /Mona Model/ }).check();
  await expect(page.getByLabel("Permissions")).not.toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("See the audit log").uncheck();

  // Meanwhile she gets others.
  await mona.getByRole("button", { name: "Give rights" }).click();
  await mona.getByRole("dialog").getByLabel("See the audit log").uncheck();
  await mona.getByRole("button", { name: "Give rights to 1 person" }).click();
  await expect(mona.getByText("1 person given their rights")).toBeVisible();
  await page.getByRole("button", { name: "Create 2 users" }).click();
  await expect(alert("has other permissions now. Choose again.")).toBeVisible();
  await expect(page.getByLabel("First name, line 2", { exact: true })).toHaveValue("Nora");
  await expectAccessible(page);

  await page.getByLabel("Permissions").selectOption("groups");
  await page.getByLabel("Front desk").check();
  await page.getByRole("button", { name: "Create 2 users" }).click();
  await expect(page.getByText("2 people were imported")).toBeVisible();
  const nora = await openBeside(page, `/${organization}/users?q=nora`, "Nora Model");
  await expect(nora.getByRole("link", { name: "Front desk" })).toBeVisible();
});

/** Opens a person of the list in a tab beside the page. */
async function openBeside(page: Page, list: string, name: string): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(list);
  await tab.getByRole("link", { name }).click();
  await expect(tab.getByRole("heading", { name })).toBeVisible();
  return tab;
}

/** Pastes as the browser does: with an event that has the text of a spreadsheet's clipboard. */
async function paste(page: Page, label: string, text: string): Promise<void> {
  const cell = page.getByLabel(label, { exact: true });
  await cell.focus();
  await cell.evaluate((input, block) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", block);
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
