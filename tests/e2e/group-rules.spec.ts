import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { beginOrganization } from "./organizations";

/** A group whose people follow from a field: made, seen, changed, and followed by whoever is added. */
test("an admin says by a rule who is in a group, sees whom it moves, and people follow it", async ({
  page,
}) => {
  const { organization, username } = await beginOrganization(page, "Rules");
  const domain = username.split("@")[1] ?? "";
  await add(page, organization, domain, "Sina", "sáles");
  await add(page, organization, domain, "Otto", "Office");

  await page.goto(`/${organization}/groups/new`);
  await page.getByLabel("Name", { exact: true }).fill("Sellers");
  await page.getByLabel("Whoever meets a rule").check();
  await expectAccessible(page);
  await page.getByLabel("See people", { exact: true }).check();
  await page.getByRole("button", { name: "Make group" }).click();
  await expect(page.getByText("Say what it is compared with.")).toBeVisible();
  await page.getByLabel("Value").fill("SALES");
  await expect(page.getByText("1 person meets it: 1 comes in, 0 go out.")).toBeVisible();
  await page.getByRole("button", { name: "Make group" }).click();
  await expect(page).toHaveURL(/\/groups$/);
  await expect(page.getByText("By rule: Company is “SALES”")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Sellers" }).click();
  await expect(page.getByText(/Made by .* on /)).toBeVisible();
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByLabel("Whoever meets", { exact: true }).selectOption("any");
  const second = page.getByRole("group", { name: "Condition 2" });
  await second.getByLabel("What").selectOption({ label: "Last name" });
  await second.getByLabel("How").selectOption("beginsWith");
  await second.getByLabel("Value").fill("ot");
  await expect(page.getByText("1 person meets it, as they are in it now.")).toBeVisible();
  await second.getByLabel("Value").fill("mod");
  await expect(page.getByText("2 people meet it: 1 comes in, 0 go out.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Remove condition 1" }).click();
  await expect(page.getByText("2 people meet it: 1 comes in, 0 go out.")).toBeVisible();
  await page.getByRole("button", { name: "Save group" }).click();
  await expect(page.getByText("1 came in, 0 went out.")).toBeVisible();

  await page.getByRole("link", { name: "2 people" }).click();
  await page.getByRole("link", { name: "Otto Model" }).click();
  await expect(page.getByText(/by its rule: Last name begins with “mod”/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Take out" })).toHaveCount(0);
  await expect(page.getByText(/By the rule of the group “Sellers”/).first()).toBeAttached();
  await expectAccessible(page);

  await page.goto(`/${organization}/users?columns=groups`);
  await expect(page.getByRole("row").filter({ hasText: "Otto Model" })).toContainText("Sellers (by rule)");
  await page.getByRole("link", { name: "Otto Model" }).click();

  // Nobody is put in by hand: it is not offered.
  await page.getByRole("button", { name: "Add to group" }).click();
  const choice = page.getByRole("dialog").getByLabel("Group");
  await expect(choice.or(page.getByRole("dialog").getByText("There is no group"))).toBeVisible();
  await expect(page.getByRole("dialog").getByText("Sellers")).toHaveCount(0);
  await page.keyboard.press("Escape");

  await page.goto(`/${organization}/groups`);
  await page.getByRole("link", { name: "Sellers" }).click();
  await page.getByLabel("People I choose").check();
  await page.getByRole("button", { name: "Save group" }).click();
  await expect(page.getByText("The group “Sellers” is saved")).toBeVisible();
  await page.getByRole("link", { name: "2 people" }).click();
  await page.getByRole("link", { name: "Otto Model" }).click();
  await expect(page.getByRole("button", { name: "Take out" })).toBeVisible();
});

test("a rule asks who a property of people is, and when their access ends", async ({ page }) => {
  const { organization, username } = await beginOrganization(page, "Bosses");
  await add(page, organization, username.split("@")[1] ?? "", "Sina", "Sales");
  await page.goto(`/${organization}/properties/new`);
  await page.getByLabel("Name", { exact: true }).fill("Boss");
  await page.getByLabel("Type").selectOption("Person");
  await page.getByRole("button", { name: "Make property" }).click();
  await expect(page).toHaveURL(/\/properties$/);

  await page.goto(`/${organization}/groups/new`);
  await page.getByLabel("Name", { exact: true }).fill("Reports");
  await page.getByLabel("Whoever meets a rule").check();
  const first = page.getByRole("group", { name: "Condition 1" });
  await first.getByLabel("What").selectOption({ label: "Boss" });
  await page.getByRole("button", { name: "Make group" }).click();
  await expect(first.getByText("Choose somebody.")).toBeVisible();
  await first.getByLabel("Value").fill("sina");
  await first.getByRole("button", { name: /^Sina Model/ }).click();
  await expect(page.getByText("Nobody meets it.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add condition" }).click();
  const second = page.getByRole("group", { name: "Condition 2" });
  await second.getByLabel("What").selectOption({ label: "Access ends" });
  await second.getByLabel("How").selectOption("isEmpty");
  await page.getByRole("button", { name: "Make group" }).click();
  await expect(page.getByText("By rule: Boss is Sina Model and Access ends is empty")).toBeVisible();
  await page.getByRole("region", { name: "Groups" }).getByRole("link", { name: "Reports" }).click();
  await expect(first.getByRole("button", { name: "Take out Sina Model" })).toBeVisible();
});

test("those who look on see what a rule asks, and change none of it", async ({ page, browser }) => {
  const admin = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  const name = `Ruled ${Date.now().toString(36)}`;
  await signInByForm(admin, account("admin"), "/acme/groups/new");
  await admin.getByLabel("Name", { exact: true }).fill(name);
  await admin.getByLabel("Whoever meets a rule").check();
  await admin.getByLabel("Value").fill("Nobody's company");
  await expect(admin.getByText("Nobody meets it.")).toBeVisible();
  await admin.getByRole("button", { name: "Make group" }).click();
  await expect(admin).toHaveURL(/\/groups$/);

  await signInByForm(page, account("viewer"), "/acme/groups");
  await page.getByRole("link", { name }).click();
  await expect(page.getByLabel("Value")).toHaveValue("Nobody's company");
  for (const label of ["Value", "What", "How", "Whoever meets a rule"])
    await expect(page.getByLabel(label, { exact: true })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Add condition" })).toHaveCount(0);
  await expectAccessible(page);
});

async function add(page: Page, organization: string, domain: string, name: string, company: string) {
  await page.goto(`/${organization}/users/new`);
  await page.getByLabel("First name").fill(name);
  await page.getByLabel("Last name").fill("Model");
  await page.getByLabel("Access email").fill(`${name.toLowerCase()}@${domain}`);
  await page.getByLabel("Company").fill(company);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByRole("heading", { name: `${name} Model` })).toBeVisible();
}
