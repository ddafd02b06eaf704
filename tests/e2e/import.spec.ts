import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, requestsOf, signInByForm } from "./accounts";
import { chooseFile, fixture } from "./files";
import { messageTo } from "./outbox";

const PASSWORD = "nine brave sailors whistle";

/** S0's way: get users, see the one that lacks its country, leave one out, choose the message, import, find them. */
test("an admin imports a file, and whom it brings gets a link that works", async ({ page, browser }) => {
  await signInByForm(page, account("admin"), "/acme/users/import");
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
  await expectAccessible(page);
  await chooseFile(page, fixture("s0-generic.csv"));

  await expect(page.getByRole("button", { name: "Get users" })).toBeVisible();
  await expect(page.getByLabel("Field for emailaddress")).toHaveValue("accessEmail");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Get users" }).click();

  await expect(page.getByText("13 rows: 12 to create, 1 with errors")).toBeVisible();
  await expect(page.getByRole("row", { name: /Ulf/ })).toContainText(/country code is missing/);
  await expectAccessible(page);
  await page.getByRole("link", { name: /^Errors/ }).click();
  await expect(page.getByRole("row", { name: /Ulf/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Maria/ })).toBeHidden();
  await page.getByRole("link", { name: /^All rows/ }).click();
  await page.getByLabel("Import line 3", { exact: true }).uncheck();
  await expect(page.getByText("1 unselected")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Import line 3", { exact: true })).not.toBeChecked();

  await expect(page.getByRole("radio", { name: "No message" })).toBeChecked();
  await expect(page.getByText(/They cannot get in until somebody sends them a link/)).toBeVisible();
  await page.getByRole("radio", { name: "A link, at once" }).check();
  await expect(page.getByText("User, a link by e-mail, now")).toBeVisible();
  await page.getByRole("button", { name: "Import 11 users" }).dblclick();
  await expect(page.getByText("11 people were imported")).toBeVisible();
  await expectAccessible(page);
  const errors = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the errors file" }).click();
  expect((await errors).suggestedFilename()).toContain("errors");

  await page.goto("/acme/users?q=imagoverum");
  await expect(page.getByRole("link", { name: "Maria Miller" })).toBeVisible();
  await expect(page.getByText("Tim Tober")).toBeHidden();
  await expect(page.getByText("Ulf Unwin")).toBeHidden();
  await expectAccessible(page);
  await page.goto("/acme/audit?q=maria.miller");
  await expect(page.getByRole("row", { name: /User added/ })).toBeVisible();
  await expectAccessible(page);

  const message = await messageTo("maria.miller@imagoverum.example");
  const marias = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await marias.goto(/\/activate\/[\w-]+/.exec(message)?.[0] ?? "");
  await expectAccessible(marias);
  await marias.getByRole("textbox", { name: "New password" }).fill(PASSWORD);
  await marias.getByRole("button", { name: "Activate and sign in" }).click();
  await expect(marias).toHaveURL(/\/account$/);
  await expect(marias.getByRole("main").getByText("maria.miller@acme.example")).toBeVisible();
});

test("the page on which an import goes on is for everybody", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/users/import");
  await page.waitForLoadState("networkidle");
  const people = Array.from({ length: 20_000 }, (_, row) => `Una,Upton,una${row}@acme.example`);
  const text = ["First name,Last name,Access email", ...people].join("\n");
  await chooseFile(page, { name: "many.csv", text });
  await expect(page.getByRole("button", { name: "Get users" })).toBeVisible();
  // It goes on while axe looks.
  const standing = { state: "parsing", rowsDone: 5_000, rowCount: 20_000 };
  await page.route("**/api/imports/*/progress?*", (route) => route.fulfill({ json: standing }));
  await page.getByRole("button", { name: "Get users" }).click();
  await expect(page.getByRole("progressbar", { name: "Judging every row" })).toBeVisible();
  await expect(page.getByText("5,000")).toBeVisible();
  await expectAccessible(page);
  await page.unrouteAll();
  await page.getByRole("button", { name: "Give up this import" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Give up this import" }).click();
  await expect(page).toHaveURL(/\/acme\/users\/import$/);
});

test("the same file again finds everybody there already", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/users/import");
  await chooseFile(page, fixture("s0-generic.csv"));
  await page.getByRole("button", { name: "Get users" }).click();
  await expect(page.getByText("13 rows: 1 to create, 11 already here, 1 with errors")).toBeVisible();
});

test("taking one of two duplicates out makes the other right", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/users/import");
  await chooseFile(page, fixture("duplicates.csv"));
  await page.getByRole("button", { name: "Get users" }).click();
  await expect(page.getByText("5 rows: 1 to create, 4 with errors")).toBeVisible();
  await page.getByLabel("Import line 2", { exact: true }).uncheck();
  await expect(page.getByText("5 rows: 2 to create, 2 with errors, 1 unselected")).toBeVisible();
  await page.getByRole("button", { name: "Keep the first of identical rows" }).click();
  await expect(page.getByText("5 rows: 3 to create, 2 unselected")).toBeVisible();
  await expect(page.getByText("Some people are in this file more than once")).toBeHidden();
});

for (const [file, words] of [
  ["jpeg.csv", /not a text file/],
  ["empty.csv", /file is empty/],
  ["header-only.csv", /no people below the header/],
  ["unclosed-quote.csv", /quote opened on line 2 is never closed/],
  ["wide.csv", /503 columns; at most 200/],
] as const) {
  test(`${file} is refused with words`, async ({ page }) => {
    await signInByForm(page, account("admin"), "/acme/users/import");
    await chooseFile(page, fixture(file));
    await expect(page).toHaveURL(/import\/[0-9a-f-]{36}/);
    const getUsers = page.getByRole("button", { name: "Get users" });
    const refusal = page.getByText("This file cannot be imported as it is");
    await expect(getUsers.or(refusal)).toBeVisible();
    if (await getUsers.isVisible()) await getUsers.click();
    await expect(refusal).toBeVisible();
    await expect(page.getByText(words)).toBeVisible();
  });
}

test("a broken connection in the middle of an upload says so and can be tried again", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/users/import");
  await page.route("**/api/imports/*/file?*", (route) => route.abort("connectionreset"), { times: 1 });
  await chooseFile(page, fixture("tabs.tsv"));
  await expect(page.getByText("The connection broke")).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: "Get users" })).toBeVisible();
});

test("what a file begins with is shown while it goes up, in whatever encoding", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/users/import");
  await page.waitForLoadState("networkidle");
  await page.route("**/api/imports/*/file?*", () => undefined);
  const text = Buffer.from("Vorname;Nachname;Größe\nZoë;Groß;1,80\n", "latin1");
  await chooseFile(page, { name: "alt.csv", text });
  await expect(
    page.getByText("Begins with: Vorname, Nachname, Größe (Windows-1252, delimiter ;)"),
  ).toBeVisible();
  await expect(page.getByText("Vorname as First name, Nachname as Last name. Not yet: Größe.")).toBeVisible();
  await expectAccessible(page);
});

test("who prepares does not import, and an admin carries it out", async ({ page, browser }) => {
  await signInByForm(page, account("userManagementViewer"), "/acme/users/import");
  await chooseFile(page, fixture("s1-semicolon-bom.csv"));
  await page.getByRole("button", { name: "Get users" }).click();
  await expect(page.getByText("This import is prepared.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Import \d/ })).toBeHidden();
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByText(/^Waiting for approval since/)).toBeVisible();
  const admins = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await signInByForm(admins, account("admin"), "/acme/users");
  await expect(admins.getByRole("link", { name: "Import 1 waiting for approval" })).toBeVisible();
  await expect(admins.getByText(/has prepared an import and asks you to approve it/)).toBeVisible();
  await expectAccessible(admins);
  await admins.getByRole("link", { name: "Look at s1-semicolon-bom.csv" }).click();
  await expect(admins.getByText(/prepared this import and asks you to approve it/)).toBeVisible();
  await admins.getByRole("button", { name: "Import 2 users" }).click();
  await expect(admins.getByText("2 people were imported")).toBeVisible();
});

test("a file over the limit is refused with the limit, and its import goes on waiting", async ({ page }) => {
  await signInByForm(page, account("admin"), "/acme/users/import");
  await expect(page.getByText("At most 50 MB, 200,000 people and 200 columns.")).toBeVisible();
  const requests = await requestsOf(account("admin"));
  await chooseFile(page, fixture("tabs.tsv"));
  await expect(page.getByRole("button", { name: "Get users" })).toBeVisible();
  const importId = page.url().split("/").at(-1) ?? "";
  const answer = await requests.put(`/api/imports/${importId}/file?organization=acme`, {
    data: Buffer.alloc(51 * 1024 * 1024, "a"),
  });
  expect(answer.status()).toBe(413);
  expect(((await answer.json()) as { title: string }).title).toContain("at most 50 MB");
});
