import { test } from "@playwright/test";
import { startReceiver } from "../support/receiver";
import { beginOrganization } from "./organizations";

test("shots", async ({ page }) => {
  const receiver = await startReceiver((_, n) => ({ status: n % 2 ? 503 : 200, body: "down for a while" }));
  const { organization } = await beginOrganization(page, "Shots");
  await page.goto(`/${organization}/webhooks`);
  await page.screenshot({ path: "/tmp/hW-empty.png" });
  await page.getByRole("button", { name: "Make a webhook" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Make a webhook" });
  await dialog.getByLabel("Name").fill("Payroll");
  await dialog.getByLabel("Address").fill(receiver.url);
  await dialog.getByText("People", { exact: true }).click();
  await page.screenshot({ path: "/tmp/hW-make.png" });
  await dialog.getByRole("button", { name: "Make the webhook" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("link", { name: "Payroll" }).click();
  for (let i = 0; i < 4; i++)
    await page
      .getByRole("button", { name: "Send a test" })
      .first()
      .click()
      .then(() => page.waitForTimeout(1500));
  await page.reload();
  const sizes = [
    [1440, 900],
    [390, 844],
  ] as const;
  const paths = [`/${organization}/webhooks`, new URL(page.url()).pathname];
  paths.push((await page.getByRole("link", { name: "webhook.tested" }).first().getAttribute("href")) ?? "");
  await page.goto(`/${organization}/api-keys`);
  await page.getByRole("button", { name: "Make a key" }).first().click();
  const making = page.getByRole("dialog", { name: "Make an API key" });
  await making.getByLabel("Name").fill("Payroll");
  await making.getByRole("checkbox", { name: "imports.read" }).check();
  await making.getByLabel("Good for").selectOption("7");
  await making.getByRole("button", { name: "Make the key" }).click();
  await making.getByRole("button", { name: "Done" }).click();
  paths.push(`/${organization}/api-keys`);
  for (const [w, h] of sizes)
    for (const scheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width: w, height: h });
      await page.emulateMedia({ colorScheme: scheme });
      for (const [i, path] of paths.entries()) {
        await page.goto(path);
        await page.screenshot({ path: `/tmp/hW-${i}-${w}-${scheme}.png`, fullPage: true });
      }
    }
  await receiver.close();
});
