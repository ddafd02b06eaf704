import { readFileSync } from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { type Account, requestsOf, signIn, signInByForm } from "./accounts";
import { beginOrganization } from "./organizations";
import { messageWith } from "./outbox";

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

let sue: Account;
test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage();
  sue = await beginOrganization(page, "Sessions");
  await page.close();
});

async function onPhone(browser: Browser, javaScriptEnabled = true): Promise<Page> {
  const context = { viewport: PHONE, userAgent: IPHONE, reducedMotion: "reduce" as const, javaScriptEnabled };
  return (await browser.newContext(context)).newPage();
}

/** Nothing serious by axe and nothing wider than the screen, wide and narrow. */
async function expectGood(page: Page): Promise<void> {
  for (const size of [PHONE, DESKTOP]) {
    await page.setViewportSize(size);
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(size.width);
  }
}

test("whoever signs in with another device is told so, and signs it out elsewhere", async ({
  page,
  browser,
}) => {
  await signInByForm(page, sue, "/account");
  const phone = await onPhone(browser);
  await signInByForm(phone, sue, "/account/details");
  expect(await messageWith("sue@sessions.example", "With: Safari on iOS")).toContain("Network: ");

  await page.getByRole("link", { name: "See where you are signed in" }).click();
  const now = page.getByRole("region", { name: "Signed in now" });
  await expect(now.getByRole("listitem").first()).toContainText("This device");
  await expect(now.getByText("Safari on iOS")).toBeVisible();
  await expect(
    page.getByRole("region", { name: "Latest sign-ins" }).getByText("Safari on iOS"),
  ).toBeVisible();
  await expectGood(page);

  await now.getByRole("button", { name: "Sign out Safari on iOS" }).click();
  await expect(page.getByText("That device is signed out.")).toBeVisible();
  await expect(now.getByText("Another network")).toHaveCount(0);
  await expect(now.getByText("Safari on iOS")).toHaveCount(0);

  await phone.goto("/account/details");
  await expect(phone.getByText(/^You were signed out: elsewhere/)).toBeVisible();
  await expectAccessible(phone);
  await phone.getByLabel("Username").fill(sue.username);
  await phone.getByRole("textbox", { name: "Password" }).fill(sue.password);
  await phone.getByRole("button", { name: "Sign in" }).click();
  await expect(phone).toHaveURL(/\/account\/details$/);

  await page.reload();
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("You are signed out everywhere else.")).toBeVisible();
  await expect(now.getByRole("listitem")).toHaveCount(1);
  await phone.goto("/account");
  await expect(phone).toHaveURL(/sign-in.*ended=ended/);
});

test("signing out elsewhere works without script", async ({ page, browser }) => {
  await signInByForm(page, sue, "/account");
  const plain = await onPhone(browser, false);
  await signInByForm(plain, sue, "/account/sessions");
  await plain.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(plain.getByText("You are signed out everywhere else.")).toBeVisible();
  await page.goto("/account");
  await expect(page).toHaveURL(/sign-in/);
});

test("an admin says how people get in and stay in, and shuts nobody out by mistake", async ({ page }) => {
  await signInByForm(page, sue, `/${sue.organization}/users`);
  await page.getByRole("link", { name: "Security" }).click();
  await expect(page.getByRole("heading", { name: "Security", level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: "Sessions" }).getByText("12 hours")).toBeVisible();
  await expectGood(page);
  await page.getByRole("link", { name: "Change policies" }).click();
  await expect(page.getByRole("heading", { name: "Policies", level: 1 })).toBeVisible();

  const of = (key: string) => page.locator(`[data-policy="${key}"]`);
  const saved = (key: string) =>
    expect(of(key).getByRole("status").last()).toHaveText(/: Saved$/, { timeout: 15_000 });
  const typed = page.getByLabel("Sign-in networks");
  await typed.fill("203.0.113.0/24\nhome");
  await typed.blur();
  await expect(page.getByText(/^home: write a network as/)).toBeVisible();
  await typed.fill("203.0.113.0/24");
  await typed.blur();
  await expect(page.getByText(/you would shut yourself out/)).toBeVisible();
  await expect(of("allowedNetworks").getByText(/^You are at [^,]*\.$/)).toBeVisible();
  await expectGood(page);
  await typed.fill("203.0.113.0/24, 127.0.0.9/8, ::1");
  await typed.blur();
  await saved("allowedNetworks");

  await page.getByLabel("Sessions without a request").fill("61");
  await saved("sessionIdleMinutes");
  await page.getByLabel("Sessions in all").fill("1");
  await expect(of("sessionHours").getByText(/no longer without a request than in all/)).toBeVisible();
  await page.getByLabel("Sessions in all").fill("8");
  await saved("sessionHours");
  await page.getByLabel("Lock after").fill("5");
  await saved("lockAttempts");
  await page.reload();
  await expect(typed).toHaveValue("203.0.113.0/24\n127.0.0.0/8\n::1/128");
  await expect(page.getByLabel("Sessions without a request")).toHaveValue("61");
  await page.getByRole("link", { name: "Security" }).click();
  await expect(page.getByRole("region", { name: "Sessions" }).getByText("8 hours")).toBeVisible();
});

test("an admin opens an account that wrong passwords have locked", async ({ page }, info) => {
  const username = `locked-${info.retry}`;
  await signInByForm(page, sue, `/${sue.organization}/users/new`);
  await page.getByLabel("First name").fill("Lena");
  await page.getByLabel("Last name").fill(`Locked ${info.retry}`);
  await page.getByLabel("Access email").fill(`${username}@mail.example`);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByRole("heading", { name: `Lena Locked ${info.retry}` })).toBeVisible();
  const full = `${username}@${sue.username.split("@")[1]}`;
  const stranger = await requestsOf(null);
  for (let time = 0; time < 5; time += 1)
    await signIn(stranger, { username: full, password: `guess ${time}` });
  await page.reload();
  await expect(
    page.getByText("Too many wrong tries; opens again by itself after a while.").first(),
  ).toBeVisible();
  await expectGood(page);
  await page.getByRole("button", { name: /^Unlock Lena/ }).click();
  await expect(page.getByRole("button", { name: /^Unlock Lena/ })).toHaveCount(0);
  await expect(page.getByText("Account unlocked")).toBeVisible();
});

test("people change what is theirs to change, with script and without", async ({ page, browser }) => {
  await signInByForm(page, sue, `/${sue.organization}/policies`);
  const own = page.locator('[data-policy="ownFields"]');
  await expect(own.getByLabel("Mobile phone")).toBeChecked();
  await own.getByLabel("First name").check();
  await expect(own.getByRole("status").last()).toHaveText(/: Saved$/);

  await page.goto("/account");
  await expectGood(page);
  await page.getByRole("link", { name: "Change your details" }).click();
  await expect(page.getByLabel("Last name")).toHaveCount(0);
  await page.getByLabel("First name").fill("Susan");
  await page.getByLabel("Mobile phone").fill("call me");
  await page.getByRole("button", { name: "Save details" }).click();
  await expect(page.locator("[aria-invalid]")).toHaveCount(1);
  await expect(page.getByLabel("First name")).toHaveValue("Susan");
  await expectGood(page);
  await page.getByLabel("Mobile phone").fill("+49 151 12345678");
  await page.getByRole("button", { name: "Save details" }).click();
  await expect(page.getByText("Your details are saved.")).toBeVisible();
  await expect(page.getByLabel("Mobile phone")).toHaveValue("+4915112345678");

  const plain = await onPhone(browser, false);
  await signInByForm(plain, sue, "/account/details");
  await plain.getByLabel("First name").fill("Sue");
  await plain.getByLabel("Business phone").fill("nonsense");
  await plain.getByRole("button", { name: "Save details" }).click();
  await expect(plain.locator("[aria-invalid]")).toHaveCount(1);
  await expect(plain.getByLabel("Business phone")).toHaveValue("nonsense");
  await expect(plain.getByLabel("First name")).toHaveValue("Sue");
  await plain.getByLabel("Business phone").fill("");
  await plain.getByRole("button", { name: "Save details" }).click();
  await expect(plain.getByText("Your details are saved.")).toBeVisible();
  await page.goto("/account");
  await expect(page.getByRole("main").getByText("Sue Sessions")).toBeVisible();
});

test("people take what is kept about them along, and it holds no secret", async ({ page }) => {
  await signInByForm(page, sue, "/account");
  const begun = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download your data" }).click();
  const download = await begun;
  expect(download.suggestedFilename()).toBe("my-data.json");
  const text = readFileSync(await download.path(), "utf8");
  const data = JSON.parse(text) as { person: { username: string }; sessions: unknown[] };
  expect(data.person.username).toBe(sue.username);
  expect(data.sessions.length).toBeGreaterThan(0);
  expect(text).not.toMatch(/argon2|hash|salt|sealed/i);
  expect(text).not.toContain(sue.password);
});
