import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { type Account, account, dataDir, signInByForm } from "./accounts";
import { beginOrganization } from "./organizations";
import { messageWith } from "./outbox";
import { makeCodes, setUpApp } from "./second-step";

const PHONE = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" } as const;

/** Types username and password, and leaves what comes then. */
async function typePassword(page: Page, { username, password }: Account, path = "/sign-in"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Username").fill(username);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const phonePage = async (browser: Browser, javaScriptEnabled = true) =>
  (await browser.newContext({ ...PHONE, javaScriptEnabled })).newPage();

/** What was changed on the page of policies is saved by itself. */
const savedPolicy = (page: Page, key: string) =>
  expect(page.locator(`[data-policy="${key}"]`).getByRole("status").last()).toHaveText(/: Saved$/);

test("an authenticator app is set up; sign-in asks for it, takes a recovery code without script, and remembers the device", async ({
  page,
  browser,
}) => {
  const sue = await beginOrganization(page, "Steps");
  await page.goto("/account");
  await page.getByRole("link", { name: "Your second step" }).click();
  await expectAccessible(page);
  const { codeOf } = await setUpApp(page);
  const codes = await makeCodes(page);
  await expectAccessible(page);

  const visitor = await phonePage(browser);
  await typePassword(visitor, sue, `/${sue.organization}/security`);
  await expect(visitor).toHaveURL(/\/sign-in\/verify$/);
  await expectAccessible(visitor);
  await visitor.goto("/account");
  await expect(visitor).toHaveURL(/\/sign-in\?/);
  await visitor.goto("/sign-in/verify");
  await visitor.getByRole("textbox", { name: "Code", exact: true }).fill("123456");
  await visitor.getByRole("button", { name: "Sign in" }).click();
  await expect(visitor.getByText("That is not right, or it has been used or has expired.")).toBeVisible();
  await visitor.getByRole("textbox", { name: "Code", exact: true }).fill(codeOf(1));
  await visitor.getByRole("button", { name: "Sign in" }).click();
  await expect(visitor).toHaveURL(new RegExp(`/${sue.organization}/security$`));

  const plain = await phonePage(browser, false);
  await typePassword(plain, sue);
  await expect(plain).toHaveURL(/\/sign-in\/verify$/);
  await expect(plain.getByRole("button", { name: "Use a passkey instead" })).toHaveCount(0);
  await plain.getByRole("link", { name: "Use a recovery code" }).click();
  await plain.getByLabel("Recovery code").fill("aaaaa-aaaaa");
  await plain.getByRole("button", { name: "Sign in" }).click();
  await expect(plain.getByText("That is not right, or it has been used or has expired.")).toBeVisible();
  await plain.getByLabel("Recovery code").fill(codes[3] ?? "");
  await plain.getByLabel("Remember this device for 30 days").check();
  await plain.getByRole("button", { name: "Sign in" }).click();
  await expect(plain).toHaveURL(new RegExp(`/${sue.organization}$`));
  await plain.context().clearCookies({ name: "next-auth.session-token" });
  await typePassword(plain, sue);
  await expect(plain).toHaveURL(new RegExp(`/${sue.organization}$`));

  await page.goto("/account/security");
  await expect(page.getByText("9 of 10 left")).toBeVisible();
  await page.getByRole("button", { name: /^Forget / }).click();
  await expect(page.getByText("None.", { exact: true })).toBeVisible();
  await plain.context().clearCookies({ name: "next-auth.session-token" });
  await typePassword(plain, sue);
  await expect(plain).toHaveURL(/\/sign-in\/verify$/);

  await page.getByRole("button", { name: "Remove Authenticator app" }).click();
  await expect(page.getByRole("heading", { name: "Show that it is you" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Password" }).fill(sue.password);
  await page.getByRole("button", { name: "Go on" }).first().click();
  await page.getByRole("button", { name: "Remove Authenticator app" }).click();
  await expect(page.getByText("It is removed, and asked for no more.")).toBeVisible();
  expect(await messageWith("sue@steps.example", "second step")).toContain("changed just now");
});

test("where it is required, nothing else can be done without it; an admin elsewhere resets a lost one", async ({
  page,
  browser,
}) => {
  const sue = await beginOrganization(page, "Strict");
  await page.getByRole("link", { name: "Security" }).click();
  await expect(page.getByText("0 of 1 active people have a second step.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Change policies" }).click();
  await page.getByRole("combobox", { name: "Second step", exact: true }).selectOption("required");
  await savedPolicy(page, "mfaPolicy");
  await page.getByRole("link", { name: "Users" }).click();
  await expect(page).toHaveURL(/\/account\/security$/);
  await expect(page.getByText(/You can put it off until/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Not now" }).click();
  await expect(page).toHaveURL(new RegExp(`/${sue.organization}$`));
  await page.goto(`/${sue.organization}/policies`);
  await page.getByLabel("Days to set a second step up").fill("0");
  await expect(page.getByText("1 of 1 people have no second step yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save it all the same" }).click();
  await savedPolicy(page, "mfaGraceDays");
  await page.getByRole("link", { name: "Users" }).click();
  await expect(page).toHaveURL(/\/account\/security$/);
  await expect(page.getByText("Set a second step up to go on")).toBeVisible();
  await page.goto(`/${sue.organization}/users`);
  await expect(page).toHaveURL(/\/account\/security$/);

  await setUpApp(page);
  await makeCodes(page);
  await page.goto(`/${sue.organization}/security`);
  await expect(page.getByText("1 of 1 active people have a second step.")).toBeVisible();

  const manager = await (await browser.newContext()).newPage();
  await signInByForm(manager, account("admin", "operator"), `/${sue.organization}/users`);
  await manager.getByRole("link", { name: "Sue Strict" }).click();
  const card = manager.getByRole("region", { name: "Second step" });
  await expect(card.getByText("Authenticator app")).toBeVisible();
  await card.getByRole("button", { name: "Reset", exact: true }).click();
  await expectAccessible(manager);
  await manager.getByRole("button", { name: "Reset the second step" }).click();
  await expect(card).toHaveCount(0);
  await expect(manager.getByText("Second step reset").first()).toBeVisible();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?/);
  await signInByForm(page, sue);
  await expect(page).toHaveURL(/\/account\/security$/);
});

/** Chromium's own authenticator, which answers without anybody touching it. */
async function addAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test("a passkey is the second step, and the only one", async ({ page }) => {
  const sue = await beginOrganization(page, "Keys");
  await addAuthenticator(page);
  await page.setViewportSize(PHONE.viewport);
  await page.goto("/account/security");
  await page.getByLabel("Name of the passkey").fill("This laptop");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page).toHaveURL(/recovery-codes$/);
  await page.getByRole("link", { name: "Later" }).click();
  await expect(page.getByText("This laptop", { exact: true })).toBeVisible();
  await expect(page.getByText("You have none. If you lose your device")).toBeVisible();
  await page.getByText("Rename").click();
  await page.getByLabel("New name").fill("My laptop");
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByText("My laptop", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Name of the passkey").fill("Once more");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("This device has a passkey for you already.")).toBeVisible();

  await page.context().clearCookies();
  await typePassword(page, sue, `/${sue.organization}/security`);
  await expect(page).toHaveURL(/\/sign-in\/verify$/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Use your passkey" }).click();
  await expect(page).toHaveURL(new RegExp(`/${sue.organization}/security$`));

  await page.context().clearCookies();
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(`/${sue.organization}/audit`)}`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Use a passkey instead" }).click();
  await expect(page).toHaveURL(new RegExp(`/${sue.organization}/audit$`));
  await expect(page.getByRole("row").filter({ hasText: "Way of a second step added" }).first()).toBeVisible();
});

test("where nothing else can be done, one types the number of one's phone, and a code by SMS signs in, all without script", async ({
  page,
  browser,
}) => {
  const sue = await beginOrganization(page, "Texts");
  await page.goto(`/${sue.organization}/policies`);
  await page.getByLabel("Days to set a second step up").fill("0");
  await expect(page.locator('[data-policy="mfaGraceDays"]').getByRole("status").last()).toHaveText(
    /: Saved$/,
  );
  await page.getByRole("combobox", { name: "Second step", exact: true }).selectOption("required");
  await page.getByRole("button", { name: "Save it all the same" }).click();
  await savedPolicy(page, "mfaPolicy");
  await page.getByRole("link", { name: "Users" }).click();
  await expect(page).toHaveURL(/\/account\/security$/);
  await expectAccessible(page);

  const plain = await phonePage(browser, false);
  await typePassword(plain, sue);
  await expect(plain).toHaveURL(/\/account\/security$/);
  await plain.getByLabel("Mobile phone").fill("0151 12345678");
  await plain.getByRole("button", { name: "Send me a code" }).click();
  await expect(plain.locator("[aria-invalid]")).toHaveCount(1);
  await expect(plain.getByLabel("Mobile phone")).toHaveValue("0151 12345678");
  const number = `+49151${String(Date.now()).slice(-8)}`;
  await plain.getByLabel("Mobile phone").fill(`${number.slice(0, 3)} ${number.slice(3)}`);
  await plain.getByRole("button", { name: "Send me a code" }).click();
  await expect(plain).toHaveURL(/\/account\/security\/sms$/);
  await expect(plain.getByText(`sent to •••• ${number.slice(-3)}`)).toBeVisible();
  await page.goto("/account/security/sms");
  await expectAccessible(page);
  const code = await codeBySms(number, 1);
  await plain.getByRole("textbox", { name: "Code", exact: true }).fill(code === "000000" ? "1" : "000000");
  await plain.getByRole("button", { name: "Finish" }).click();
  await expect(plain.getByText("That is not right, or it has been used or has expired.")).toBeVisible();
  await plain.getByRole("textbox", { name: "Code", exact: true }).fill(code);
  await plain.getByRole("button", { name: "Finish" }).click();
  await expect(plain).toHaveURL(/recovery-codes$/);

  await plain.context().clearCookies();
  await typePassword(plain, sue);
  await plain.getByRole("button", { name: "Send me a code" }).click();
  await expect(plain.getByText("A code is on its way.")).toBeVisible();
  await plain.getByRole("textbox", { name: "Code", exact: true }).fill(await codeBySms(number, 2));
  await plain.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(plain).toHaveURL(new RegExp(`/${sue.organization}$`));

  await page.goto("/account/details");
  await expect(page.getByLabel("Mobile phone")).toHaveValue(number);
  await page.goto(`/${sue.organization}/messages?kind=signInCode`);
  await expect(page.getByRole("row").filter({ hasText: "Sign-in code" }).first()).toBeVisible();
  expect(await page.content()).not.toMatch(/your code is \d{6}/);
});

/** The code in the latest of so many messages to a phone. */
async function codeBySms(phone: string, count: number): Promise<string> {
  await expect.poll(() => textsTo(phone).length, { timeout: 60_000 }).toBe(count);
  return /code is (\d{6})/.exec(textsTo(phone).at(-1) ?? "")?.[1] ?? "";
}

function textsTo(phone: string): string[] {
  const folder = join(dataDir, "outbox");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sms.txt"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .filter((text) => text.startsWith(`To: ${phone}\n`));
}
