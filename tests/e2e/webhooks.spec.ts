import { expect, test } from "@playwright/test";
import { startReceiver } from "../support/receiver";
import { expectAccessible } from "./accessible";
import { beginOrganization } from "./organizations";

test("a webhook is told of a person, shows each try, and sends again", async ({ page }) => {
  let status = 503;
  const receiver = await startReceiver(() => ({ status, body: "so it is" }));
  try {
    const { organization } = await beginOrganization(page, "Hooks");
    await page.goto(`/${organization}/webhooks`);
    await expect(page.getByText("No webhooks yet")).toBeVisible();
    await page.getByRole("button", { name: "Make a webhook" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Make a webhook" });
    await dialog.getByLabel("Name").fill("Payroll");
    await dialog.getByLabel("Address").fill("http://10.0.0.1/hook");
    await dialog.getByRole("button", { name: "Make the webhook" }).click();
    await expect(dialog.getByText(/leads into a private network/)).toBeVisible();
    await expect(dialog.getByLabel("Name")).toHaveValue("Payroll");
    await expectAccessible(page);
    await dialog.getByLabel("Address").fill(receiver.url);
    await dialog.getByRole("button", { name: "Make the webhook" }).click();
    await expect(dialog.getByLabel("Secret", { exact: true })).toHaveValue(/^whsec_/);
    await dialog.getByRole("button", { name: "Done" }).click();

    await page.getByRole("link", { name: "Payroll" }).click();
    await page.getByRole("button", { name: "Send a test" }).first().click();
    await expect.poll(() => receiver.received.length).toBeGreaterThan(0);
    await expect(async () => {
      await page.reload();
      await expect(page.getByText("It answered 503.")).toBeVisible({ timeout: 1000 });
    }).toPass();
    await expect(page.getByText("Failing since")).toBeVisible();
    await expectAccessible(page);

    status = 200;
    await page.getByRole("link", { name: "webhook.tested" }).click();
    await expect(page.getByText("so it is")).toBeVisible();
    await page.getByRole("button", { name: "Send now" }).click();
    await expect(async () => {
      await page.reload();
      await expect(page.getByText("Delivered", { exact: true })).toBeVisible({ timeout: 1000 });
    }).toPass();
    await expectAccessible(page);
    expect(JSON.parse(receiver.received.at(-1)?.body ?? "")).toMatchObject({ type: "webhook.tested" });

    await page.goto(`/${organization}/webhooks`);
    await page.getByRole("link", { name: "Payroll" }).click();
    await page.getByRole("button", { name: "Switch off" }).click();
    await expect(page.getByText("Switched off", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("No webhooks yet")).toBeVisible();
  } finally {
    await receiver.close();
  }
});
