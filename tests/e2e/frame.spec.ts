import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { chooseFile } from "./files";

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

test("who manages other organizations adds and imports people into the one that they choose", async ({
  page,
}, info) => {
  const last = `Chosen${Date.now().toString(36)}${info.retry}`;
  await signInByForm(page, account("admin", "operator"), "/operator/users/import");
  // What is chosen before the page listens is chosen again.
  await expect(async () => {
    await page.getByLabel("Import into").selectOption({ label: "Acme" });
    await expect(page).toHaveURL(/\/acme\/users\/import$/, { timeout: 2000 });
  }).toPass();
  await chooseFile(page, {
    name: "chosen.csv",
    text: `First name,Last name,Email\nIda,${last},ida.${last}@mail.example\n`,
  });
  await page.getByRole("button", { name: "Get users" }).click();
  await page.getByRole("button", { name: "Import 1 user" }).click();
  await expect(page.getByText("1 person was imported")).toBeVisible();
  await page.goto("/operator/users/new");
  await page.getByLabel("First name").fill("Ned");
  await page.getByLabel("Last name").fill(last);
  await page.getByRole("combobox", { name: "Organization" }).selectOption({ label: "Acme" });
  await expect(page).toHaveURL(/\/acme\/users\/new$/);
  await expect(page.getByLabel("Last name")).toHaveValue(last);
  await page.getByLabel("Access email").fill(`ned.${last}@mail.example`);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page).toHaveURL(/\/acme\/users\/[0-9a-f-]{36}$/);
  await page.goto(`/acme/users?q=${last}`);
  for (const name of [`Ida ${last}`, `Ned ${last}`])
    await expect(page.getByRole("table").getByRole("link", { name })).toBeVisible();
});
