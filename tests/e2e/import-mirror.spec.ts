import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { dragFile } from "./files";
import { beginOrganization } from "./organizations";

/** S1's way: drag a file, look for the X, and give new people what somebody else has. */
test("a dragged file shows an X at what is wrong, and its people mirror somebody", async ({ page }, info) => {
  const name = `Mirror${Date.now().toString(36)}${info.retry}`;
  const domain = `${name.toLowerCase()}.example`;
  await signInByForm(page, account("admin"), "/acme/users/import");
  await dragFile(page, {
    name: "people.csv",
    text: [
      "\ufeffFirst Name;Last Name;Email",
      `João;${name};joao.${name}@${domain}`,
      `Ângela;${name};angela.${name}-${domain}`,
      `;${name};rui.${name}@${domain}`,
      "",
    ].join("\r\n"),
  });
  await expect(page.getByLabel("Field for Email")).toHaveValue("accessEmail");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Get users" }).click();

  await expect(page.getByText("3 rows: 1 to create, 2 with errors")).toBeVisible();
  const angela = page.getByRole("row", { name: /Ângela/ });
  await expect(angela.locator("[data-cell='1'] .mark-cross")).toBeVisible();
  await expect(angela.locator("[data-cell='1']")).toContainText("Error");
  await expect(angela.getByRole("gridcell", { name: /angela\./ })).toHaveAttribute("aria-invalid", "true");
  await expect(angela).toContainText("has no @");
  const rui = page.locator("[data-line='4']");
  await expect(rui).toContainText("First name is missing.");
  await rui.locator("[data-cell='2']").click();
  await expect(page.getByRole("region", { name: "Line 4" })).toContainText("First name is missing.");
  await expectAccessible(page);

  await page.getByText("More choices", { exact: true }).click();
  await page.getByLabel("Permissions").selectOption("mirror");
  await expect(page.getByText("Choose whom new people mirror.")).toBeVisible();
  await page.getByLabel("Mirror whom").fill("Preparer");
  await page.getByRole("radio", { name: /Paul Preparer/ }).check();
  await expect(page.getByText("They get: User, User Management Viewer.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Import 1 user" }).click();
  await expect(page.getByText("1 person was imported")).toBeVisible();

  await page.goto(`/acme/users?q=${name}`);
  await page.getByRole("link", { name: `João ${name}` }).click();
  await expect(page.getByText("User Management Viewer").first()).toBeVisible();
  await expectAccessible(page);
});

test("the other two ways: its people get a group, or permissions one by one", async ({ page }) => {
  const { organization, username } = await beginOrganization(page, "Ways");
  const domain = username.split("@")[1] ?? "";
  await page.goto(`/${organization}/groups/new`);
  await page.getByLabel("Name", { exact: true }).fill("Front desk");
  await page.getByLabel("See people", { exact: true }).check();
  await page.getByRole("button", { name: "Make group" }).click();
  await expect(page).toHaveURL(/\/groups$/);

  const importOne = async (name: string, choose: () => Promise<void>) => {
    await page.goto(`/${organization}/users/import`);
    const email = `${name.toLowerCase()}@${domain}`;
    await dragFile(page, {
      name: "people.csv",
      text: `First name,Last name,Email\r\n${name},Ways,${email}\r\n`,
    });
    await page.getByRole("button", { name: "Get users" }).click();
    await page.getByText("More choices", { exact: true }).click();
    await choose();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Import 1 user" }).click();
    await expect(page.getByText("1 person was imported")).toBeVisible();
    await page.goto(`/${organization}/users?q=${name}`);
    await page.getByRole("link", { name: `${name} Ways` }).click();
    await expect(page.getByRole("heading", { name: `${name} Ways` })).toBeVisible();
  };

  await importOne("Gita", async () => {
    await page.getByLabel("Permissions").selectOption("groups");
    await page.getByLabel("Front desk").check();
  });
  await expect(page.getByRole("link", { name: "Front desk" })).toBeVisible();
  await expect(page.getByText("See the audit log")).toHaveCount(0);

  await importOne("Ines", async () => {
    await page.getByLabel("Permissions").selectOption("single");
    await page.getByLabel("See the audit log").check();
    await page.getByLabel("Access profile").selectOption({ label: "User Management Viewer" });
  });
  await expect(page.getByText("See the audit log").first()).toBeAttached();
  await expect(page.getByText("User Management Viewer").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Front desk" })).toBeHidden();
});
