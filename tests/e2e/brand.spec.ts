import { expect, test } from "@playwright/test";
import { makePng } from "../support/png";
import { expectAccessible } from "./accessible";
import { beginOrganization } from "./organizations";

test("an admin gives the organization a colour and a logo, and who activates an account sees it", async ({
  page,
  browser,
}) => {
  const { organization } = await beginOrganization(page, "Looks");
  await page.goto(`/${organization}/settings`);
  const card = page.getByRole("region", { name: "Look" });
  await card.getByLabel("Colour").fill("ffff00");
  await expect(card.getByText(/On a white page it can hardly be seen .* Black letters/)).toBeVisible();
  await expectAccessible(page);
  const save = card.getByRole("button", { name: "Save" });
  const chooseLogo = (name: string, buffer: Buffer) =>
    card.getByLabel("Logo").setInputFiles({ name, mimeType: "image/png", buffer });
  await chooseLogo("logo.png", Buffer.from("<svg onload='alert(1)'/>"));
  await save.click();
  await expect(card.getByText("Choose a PNG.")).toBeVisible();
  await expect(card.getByLabel("Colour")).toHaveValue("ffff00");
  await chooseLogo("logo.png", makePng());
  await save.click();
  await expect(card.getByText("Saved.")).toBeVisible();
  const inHeader = page.getByRole("banner").locator("img");
  await expect(inHeader).toHaveAttribute("src", /^data:image\/png;base64,/);

  await page.goto(`/${organization}/users/new`);
  await page.getByLabel("First name").fill("Nora");
  await page.getByLabel("Last name").fill("Nobel");
  await page.getByLabel("Access email").fill("nora@mail.example");
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await page.getByRole("button", { name: /link/i }).first().click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  const theirs = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await theirs.goto(link);
  await expect(theirs.getByText("Looks", { exact: true })).toBeVisible();
  await expect(theirs.locator("main img")).toHaveAttribute("src", /^data:image\/png;base64,/);
  await expectAccessible(theirs);
});
