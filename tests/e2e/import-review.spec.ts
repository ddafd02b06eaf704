import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { chooseFile } from "./files";

const FILE = [
  "firstname,lastname,emailaddress",
  "Greta,Gardener,greta@workbench.example",
  "Hugo,Hunter,hugo@workbench.example",
  "Ida,Ivory,ida-workbench.example",
  "Jon,,jon@workbench.example",
].join("\n");

/** Nothing but keys: go to an error, mend it, see the verdict, take it back, make it again, load the page anew. */
test("a row is mended in the review by keyboard alone, and the edit is on the server", async ({ page }) => {
  await review(page);
  await expectAccessible(page);
  const grid = page.getByRole("grid", { name: "Rows of the file" });
  await expect(grid).toHaveAttribute("aria-rowcount", "5");
  await tabTo(page, "gridcell");
  await page.keyboard.press("F8");
  const wrong = page.locator("[data-line='4']");
  await expect(wrong.locator(":focus")).toContainText("ida-workbench.example");
  await expect(wrong).toContainText("Error");

  await page.keyboard.press("Enter");
  await expect(page.getByLabel("emailaddress, line 4")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("ida@workbench.example");
  await page.keyboard.press("Enter");
  await expect(wrong).toContainText("Create");
  await expect(page.getByRole("status").filter({ hasText: "Line 4: Create." })).toBeAttached();
  await expect(page.getByText("4 rows: 3 to create, 1 with errors")).toBeVisible();

  await page.keyboard.press("ControlOrMeta+z");
  await expect(wrong).toContainText("Error");
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(wrong).toContainText("Create");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  await expect(page.getByText("4 rows: 3 to create, 1 unselected")).toBeVisible();

  await page.reload();
  await expect(page.locator("[data-line='4']")).toContainText("ida@workbench.example");
  await expect(page.getByText("4 rows: 3 to create, 1 unselected")).toBeVisible();
  await page.getByRole("button", { name: "Edits (1)" }).click();
  await expect(page.getByRole("dialog").getByText("emailaddress on line 4")).toBeVisible();
  await expectAccessible(page);
});

test("giving an import up is asked for first, and says what is thrown away", async ({ page }) => {
  await review(page);
  await page.locator("[data-line='2'] [data-cell='2']").click();
  await page.keyboard.type("Gerda");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Edits (1)" })).toBeVisible();
  const before = page.url();
  await page.getByRole("button", { name: "Give up this import" }).click();
  const dialog = page.getByRole("dialog", { name: "Give up the import of workbench.csv?" });
  await expect(dialog).toContainText("The edit made in its review and its rows are thrown away");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator("[data-line='2']")).toContainText("Gerda");
  await page.getByRole("button", { name: "Give up this import" }).click();
  await dialog.getByRole("button", { name: "Give up this import" }).click();
  await expect(page).toHaveURL(/\/users\/import$/);
  await page.goto(before);
  await expect(page.getByText("This import was given up")).toBeVisible();
});

test("typing begins to edit, Escape leaves the cell as it was, Tab goes on", async ({ page }) => {
  await review(page);
  await page.locator("[data-line='2'] [data-cell='2']").click();
  await page.keyboard.type("X");
  await page.keyboard.press("Escape");
  await expect(page.locator("[data-line='2'] [data-cell='2']")).toBeFocused();
  await expect(page.locator("[data-line='2']")).toContainText("Greta");
  await page.keyboard.type("Gerda");
  await page.keyboard.press("Tab");
  await expect(page.locator("[data-line='2'] [data-cell='3']")).toBeFocused();
  await expect(page.locator("[data-line='2']")).toContainText("Gerda");
});

test("a fix says what it would do before it does it", async ({ page }) => {
  await review(page);
  await page.getByRole("button", { name: /^Fix many rows/ }).click();
  const dialog = page.getByRole("dialog", { name: "Fix many rows" });
  await dialog.getByLabel("What to do").selectOption("swap");
  await dialog.getByLabel("Rows").selectOption("all");
  await expect(dialog.getByText("4 rows change.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Fix 4 rows" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator("[data-line='2'] [data-cell='2']")).toHaveText("Gardener");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator("[data-line='2'] [data-cell='2']")).toHaveText("Greta");
});

test("rows are found by what is wrong with them and by their cells", async ({ page }) => {
  await review(page);
  const issue = page.getByRole("combobox", { name: "Issue", exact: true });
  await issue.selectOption("missing");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "2");
  await expect(page).toHaveURL(/issue=missing/);
  await issue.selectOption("");
  await page.getByLabel("Search in cells").fill("hügo");
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "2");
  await expect(page.locator("[data-line='3']")).toBeVisible();
});

test("it works on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await review(page);
  const cell = page.locator("[data-line='4'] [data-cell='4']");
  await cell.scrollIntoViewIfNeeded();
  await cell.click();
  await page.getByRole("button", { name: "Edit this cell" }).click();
  await page.getByLabel("emailaddress, line 4").fill("ida@workbench.example");
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-line='4']")).toContainText("Create");
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
});

async function review(page: Page): Promise<void> {
  await signInByForm(page, account("admin"), "/acme/users/import");
  await chooseFile(page, { name: "workbench.csv", text: FILE });
  await page.getByRole("button", { name: "Get users" }).click();
  await expect(page.getByRole("grid")).toBeVisible({ timeout: 60_000 });
}

/** Presses Tab until something of this role has the focus. */
async function tabTo(page: Page, role: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement?.getAttribute("role"))) === role) return;
  }
  throw new Error(`Tab never came to a ${role}.`);
}
