import { expect, type Page, test } from "@playwright/test";
import { jpegWith, segment } from "../support/jpeg";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";

test.describe.configure({ mode: "serial" });

const suffix = Date.now().toString(36);
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Sets the hours so that support is open now, or is not for some days. */
async function setHours(page: Page, isOpen: boolean) {
  await page.goto("/acme/support/settings");
  const today = (new Date().getUTCDay() + 6) % 7;
  for (const [index, day] of DAYS.entries()) {
    // Three days are left between now and the one day on which it is open.
    const isOn = isOpen || index === (today + 3) % 7;
    await page.getByLabel(day).setChecked(isOn);
  }
  await page.getByLabel("From", { exact: true }).fill("00:00");
  await page.getByLabel("Until", { exact: true }).fill("00:00");
  await page.locator("textarea[name=daysOff]").fill("");
  await page.getByLabel("Time zone").selectOption("UTC");
  await page.locator("input[name=email]").fill("support@acme.example");
  await page.getByLabel("E-mail of on-call").fill("on-call@acme.example");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
}

async function ask(page: Page, words: string, urgency: RegExp) {
  await page.goto("/acme/support");
  await page.getByLabel("About").selectOption("Question");
  await page.getByRole("radio", { name: urgency }).check();
  await page.getByLabel("What do you need?").fill(words);
}

const send = (page: Page) => page.getByRole("button", { name: "Send request" });

test("within hours a request goes to support with its screenshot, is answered, gone on with and closed", async ({
  browser,
}) => {
  const admin = await (await browser.newContext()).newPage();
  await signInByForm(admin, account("admin"), "/acme/support/settings");
  await expectAccessible(admin);
  await setHours(admin, true);

  const page = await (await browser.newContext()).newPage();
  await signInByForm(page, account("user"), "/account");
  await page.getByRole("link", { name: "Support", exact: true }).click();
  await expect(page.getByText("Open now")).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByRole("heading", { name: "Everybody’s requests" })).toHaveCount(0);
  await send(page).click();
  await expect(page.getByText("Choose what it is about.")).toBeVisible();
  await expect(page.getByText("Write what you need.")).toBeVisible();
  await ask(page, `Where is it? ${suffix}`, /^High/);
  const screenshot = page.getByLabel("Screenshot");
  await screenshot.setInputFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
  await send(page).click();
  await expect(page.getByText("Choose a PNG or a JPEG.")).toBeVisible();
  await expect(page.getByLabel("What do you need?")).toHaveValue(`Where is it? ${suffix}`);
  const buffer = jpegWith([segment(0xe1, Buffer.from("Exif\0\0Mallory"))]);
  await screenshot.setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer });
  await send(page).dblclick();
  await expect(page.getByText(/^Request \d+ is sent$/)).toBeVisible();
  await expect(page.getByText("Support is told, and answers here")).toBeVisible();
  const picture = page.getByRole("img", { name: /^Screenshot of request/ });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(16);
  await expectAccessible(page);
  const url = page.url();
  const shot = await page.request.get((await picture.getAttribute("src")) ?? "");
  expect(shot.headers()).toMatchObject({
    "content-type": "image/jpeg",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
  });
  expect(shot.headers()["content-security-policy"]).toContain("sandbox");
  expect((await shot.body()).includes("Mallory")).toBe(false);

  await admin.goto("/acme/support?state=open");
  await expect(admin.getByText(`Where is it? ${suffix}`)).toHaveCount(1);
  await admin.goto(url);
  await admin.getByRole("textbox", { name: "Answer" }).fill(`On the left. ${suffix}`);
  await admin.getByRole("button", { name: "Send answer" }).click();
  await expect(admin.getByText("Answered", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText(`On the left. ${suffix}`)).toBeVisible();
  await page.getByRole("textbox", { name: "Reply" }).fill(`Found it. ${suffix}`);
  await page.getByRole("button", { name: "Send reply" }).click();
  await expect(page.getByText(`Found it. ${suffix}`)).toBeVisible();
  await page.getByRole("button", { name: "Close request" }).click();
  await expect(page.getByRole("button", { name: "Reopen request" })).toBeVisible();

  const viewer = await (await browser.newContext()).newPage();
  await signInByForm(viewer, account("viewer"), new URL(url).pathname);
  await expect(viewer.getByText(`Found it. ${suffix}`)).toBeVisible();
  await expect(viewer.getByRole("button", { name: /request$|answer$/ })).toHaveCount(0);
  await viewer.goto("/acme/support/settings");
  await expect(viewer.getByLabel("Monday")).toBeDisabled();
  await expect(viewer.getByRole("button", { name: "Save settings" })).toHaveCount(0);

  const billing = await (await browser.newContext()).newPage();
  await signInByForm(billing, account("billing"), "/acme/support");
  expect((await billing.goto(url))?.status()).toBe(404);
});

test("outside of hours a critical request goes to on-call, and another waits until it opens", async ({
  browser,
}) => {
  const admin = await (await browser.newContext()).newPage();
  await signInByForm(admin, account("admin"), "/acme/support/settings");
  await setHours(admin, false);
  const page = await (await browser.newContext()).newPage();
  await signInByForm(page, account("user"), "/acme/support");
  await expect(page.getByText("Closed now")).toBeVisible();
  await expect(page.getByText("Open now")).toBeVisible();
  await ask(page, `All is down ${suffix}`, /^Critical/);
  await send(page).click();
  await expect(page.getByText("whoever is on call was told at once")).toBeVisible();
  await ask(page, `Some time ${suffix}`, /^Normal/);
  await send(page).click();
  await expect(page.getByText(/answered once support is open: it opens .* at 00:00 UTC/)).toBeVisible();
  await admin.goto("/acme/messages?kind=supportRequest");
  await expect(admin.getByText("on-call@acme.example").first()).toBeVisible();
  await expect(admin.getByText("support@acme.example").first()).toBeVisible();
  await setHours(admin, true);
});
