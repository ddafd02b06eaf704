import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { beginOrganization } from "./organizations";

test("what was done to many is taken back at once, or later from the page of changes", async ({ page }) => {
  const { organization, username } = await beginOrganization(page, "Undo");
  for (const name of ["Olga", "Omar", "Otis"])
    await add(page, organization, username.split("@")[1] ?? "", name);
  const list = `/${organization}/users?q=Many`;
  await page.goto(list);
  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: "Suspend", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Suspend 3 people" }).click();
  await expect(page.getByText("3 people suspended")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("3 people as before")).toBeVisible();
  await expect(page.getByRole("table").getByText("Suspended")).toHaveCount(0);

  await page.getByLabel("Select all users on this page").check();
  await page.getByRole("button", { name: "Change role" }).click();
  await page
    .getByRole("dialog")
    .getByRole("radio", { name: /Billing admin/i })
    .check();
  await page.getByRole("dialog").getByRole("button", { name: "Change the role of 3 people" }).click();
  await expect(page.getByText("3 people given the role")).toBeVisible();
  await page.getByLabel("Select Otis Many").check();
  await page.getByRole("button", { name: "Change role" }).click();
  await page
    .getByRole("dialog")
    .getByRole("radio", { name: /View-only admin/i })
    .check();
  await page.getByRole("dialog").getByRole("button", { name: "Change the role of 1 person" }).click();
  await expect(page.getByText("1 person given the role")).toBeVisible();

  await page.goto(list);
  await page.getByRole("link", { name: "Bulk changes" }).click();
  await expect(page.getByRole("heading", { name: "Bulk changes", level: 1 })).toBeVisible();
  await expect(page.getByText(/Taken back for 3 people by Sue/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Take back: Given the role “Billing admin”" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("2 people are as before again")).toBeVisible();
  await expect(dialog.getByText("1 person stays as they are: changed since.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Take it back for 2 people" }).click();
  await expect(page.getByText(/Taken back for 2 people by Sue/)).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByText(/Taken back for 2 people by Sue/)).toBeVisible();
  await expectAccessible(page);
  await page.goto(list);
  await expect(page.getByRole("cell", { name: "View-only admin" })).toHaveCount(1);
});

async function add(page: Page, organization: string, domain: string, name: string) {
  await page.goto(`/${organization}/users/new`);
  await page.getByLabel("First name").fill(name);
  await page.getByLabel("Last name").fill("Many");
  await page.getByLabel("Access email").fill(`${name.toLowerCase()}@${domain}`);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByRole("heading", { name: `${name} Many` })).toBeVisible();
}
