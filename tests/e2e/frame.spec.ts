import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";

test("who manages other organizations goes over into one, and back", async ({ page }) => {
  await signInByForm(page, account("admin", "operator"), "/operator/users");
  for (const [name, slug] of [
    ["Acme", "acme"],
    ["Operator", "operator"],
  ] as const) {
    await page.getByRole("button", { name: "Switch organization" }).click();
    await page.getByRole("menuitem", { name, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/${slug}/users$`));
    await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
  }
});

test("a theme is there at once, and on the next page", async ({ page }) => {
  const root = page.locator("html");
  const choose = async (theme: string) => {
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByText(theme, { exact: true }).click();
  };
  await signInByForm(page, account("viewer"), "/acme/users");
  await choose("Dark");
  await expect(root).toHaveAttribute("data-theme", "rollcall-dark");
  await page.reload();
  await expect(root).toHaveAttribute("data-theme", "rollcall-dark");
  await expectAccessible(page);
  await choose("System");
  await expect(root).not.toHaveAttribute("data-theme");
  await page.reload();
  await expect(root).not.toHaveAttribute("data-theme");
});
