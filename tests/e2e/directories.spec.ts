import { expect, type Page, test } from "@playwright/test";
import { GraphServer } from "../support/graph-server";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";

test.describe.configure({ mode: "serial" });

const suffix = Date.now().toString(36);
const NAME = `Contoso ${suffix}`;

let graph: GraphServer;
test.beforeAll(async () => {
  graph = await new GraphServer().start();
});
test.afterAll(() => graph.stop());

const put = (name: string, more: object = {}) =>
  graph.put({
    givenName: name,
    surname: `Stone${suffix}`,
    userPrincipalName: `${name.toLowerCase()}.${suffix}@acme.example`,
    mail: `${name.toLowerCase()}.${suffix}@mail.example`,
    ...more,
  });

/** Loads the page again until it shows that. */
async function untilShown(page: Page, text: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 90_000 });
}

test("an admin connects a directory, looks at whom it brings, and lets them come", async ({ page }) => {
  test.setTimeout(240_000);
  for (const name of ["Ada", "Bob", "Cyd"]) put(name);
  const staff = graph.putGroup(`Staff ${suffix}`, [...graph.users.keys()]);
  await signInByForm(page, account("admin"), "/acme/connections");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Connect a directory" }).click();
  await expect(page.getByRole("heading", { name: "Connect a directory" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill(NAME);
  await page.getByLabel("Directory (tenant) ID").fill(graph.tenant);
  await page.getByLabel("Application (client) ID").fill(graph.client);
  await page.getByLabel("Cloud").selectOption("Another one, by its addresses");
  await page.getByLabel("Address to sign in at").fill("https://10.20.30.40");
  await page.getByLabel("Address of Graph").fill(graph.url);
  await page.getByLabel("Client secret", { exact: true }).fill(graph.secret);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByText("That address leads into a private network")).toBeVisible();
  await page.getByLabel("Address to sign in at").fill(graph.url);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByRole("heading", { name: NAME, level: 1 })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(page.getByText("The directory answers: it has 3 users.")).toBeVisible();
  await page.getByLabel("Find a group of the directory").fill("Sta");
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await page.getByRole("button", { name: `Add ${staff.displayName}` }).click();
  await expect(page.getByText(`They give no role and no group here: ${staff.displayName}.`)).toBeVisible();
  await page.getByLabel("Who is taken over").selectOption("Who is in one of the groups marked for it below");
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await expect(page.getByText("Saved. It holds from the next run on.")).toBeVisible();

  await page.getByRole("button", { name: "Preview" }).click();
  await untilShown(page, "Review the import");
  await page.getByRole("link", { name: "Review the import" }).click();
  await expect(page).toHaveURL(/\/users\/import\//);
  await expect(page.getByText(`ada.${suffix}@acme.example`).last()).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Import 3 users" }).click();
  await page.goto("/acme/connections");
  await page.getByRole("link", { name: NAME }).click();
  await expect(page.getByRole("heading", { name: NAME, level: 1 })).toBeVisible();
  await untilShown(page, "3 added");
  await expectAccessible(page);
});

test("whoever leaves is suspended, and many only when somebody allows it", async ({ page }) => {
  test.setTimeout(240_000);
  await signInByForm(page, account("admin"), "/acme/connections");
  await page.getByRole("link", { name: NAME }).click();
  const [ada, bob] = [...graph.users.keys()];
  graph.remove(ada ?? "");
  graph.remove(bob ?? "");
  await page.getByRole("button", { name: "Synchronize now" }).click();
  await untilShown(page, "2 people would be suspended");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Suspend 2 people" }).click();
  await untilShown(page, "2 suspended");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("button", { name: "Remove connection" }).click();
  await expect(page).toHaveURL(/\/acme\/connections$/);
  await expect(page.getByRole("link", { name: NAME })).toHaveCount(0);
});
