import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, baseUrl, requestsOf, signInByForm } from "./accounts";
import { allMessages, messageWith } from "./outbox";

const CHOSEN = "lavender submarine clockwork";
const OWN = "seven purple lanterns at noon";
const PHONE = { width: 390, height: 844 };

let people = 0;
const nextPerson = () => {
  people += 1;
  return people;
};
const unique = (retry: number) => `pw-${Date.now().toString(36)}-${retry}-${nextPerson()}`;

/** Fills the form of a new person as far as the password. */
async function beginPerson(page: Page, username: string): Promise<void> {
  await page.goto("/acme/users/new");
  await page.getByLabel("First name").fill("Nora");
  await page.getByLabel("Last name").fill("Newcomer");
  await page.getByLabel("Access email").fill(`${username}@mail.example`);
}

/** Signs in for the first time with a password of somebody else's choice, and replaces it. */
async function firstSignIn(page: Page, username: string, password: string): Promise<void> {
  await signInByForm(page, {
    username: `${username}@acme.example`,
    password,
    role: "user",
    organization: "acme",
  });
  await expect(page.getByText("Somebody else chose your password. Replace it to go on.")).toBeVisible();
  await page.getByRole("textbox", { name: "Current password" }).fill(password);
  await page.getByRole("textbox", { name: "New password" }).fill(OWN);
  await expect(page.getByText(/this will do/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page).toHaveURL(/\/account$/);
}

const passwordIn = (text: string) => /Password: (.+)/.exec(text)?.[1]?.trim() ?? "";

test("S3: a password is generated and e-mailed, and whoever adds the person never sees it", async ({
  page,
  browser,
}, info) => {
  const username = unique(info.retry);
  await signInByForm(page, account("admin"), "/acme/users");
  await beginPerson(page, username);
  await page.getByLabel("Password setting").selectOption("generated");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Nora Newcomer" })).toBeVisible();
  const password = passwordIn(await messageWith(`${username}@mail.example`, "Password: "));
  expect(password).toMatch(/^[A-Za-z2-9]{16,}$/);
  await page.reload();
  expect(await page.content()).not.toContain(password);
  const theirs = await (await browser.newContext({ viewport: PHONE, reducedMotion: "reduce" })).newPage();
  await firstSignIn(theirs, username, password);
});

test("S3: one that the admin chooses is e-mailed, and must be good", async ({ page, browser }, info) => {
  const username = unique(info.retry);
  await signInByForm(page, account("admin"), "/acme/users");
  await beginPerson(page, username);
  await page.getByLabel("Password setting").selectOption("chosenSent");
  const field = page.getByRole("textbox", { name: "Password", exact: true });
  await field.fill("nora.newcomer 2026");
  await expect(page.getByText(/your own name/)).toBeVisible();
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByText(/your own name/).first()).toBeVisible();
  await field.fill(CHOSEN);
  await expect(page.getByText(/this will do/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Nora Newcomer" })).toBeVisible();
  expect(passwordIn(await messageWith(`${username}@mail.example`, "Password: "))).toBe(CHOSEN);
  const theirs = await (await browser.newContext({ viewport: PHONE, reducedMotion: "reduce" })).newPage();
  await firstSignIn(theirs, username, CHOSEN);
});

test("S2, S3: one that the admin chooses goes by SMS alone, and works once", async ({
  page,
  browser,
}, info) => {
  const username = unique(info.retry);
  await signInByForm(page, account("admin"), "/acme/users");
  await beginPerson(page, username);
  await page.getByLabel("Password setting").selectOption("chosen");
  await page.getByRole("textbox", { name: "Password", exact: true }).fill(CHOSEN);
  await page.getByLabel("Send the login details by SMS").check();
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByText("Mobile phone is missing: the login details").first()).toBeVisible();
  const mobile = `+49151${Date.now().toString().slice(-8)}`;
  await page.getByLabel("Mobile phone").fill(mobile);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Nora Newcomer" })).toBeVisible();
  const told = () =>
    allMessages().filter((text) => text.startsWith(`To: ${mobile}`) && text.includes(`password ${CHOSEN}.`));
  await expect.poll(() => told().length, { timeout: 60_000 }).toBe(1);
  const theirs = await (await browser.newContext({ viewport: PHONE, reducedMotion: "reduce" })).newPage();
  await firstSignIn(theirs, username, CHOSEN);
  const again = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await again.goto("/sign-in");
  await again.getByLabel("Username").fill(`${username}@acme.example`);
  await again.getByRole("textbox", { name: "Password" }).fill(CHOSEN);
  await again.getByRole("button", { name: "Sign in" }).click();
  await expect(again.getByText(/is not right/)).toBeVisible();
});

/** Somebody with a password of their own, made by an admin and their first sign-in. */
async function somebody(page: Page, browser: Browser, retry: number) {
  const username = unique(retry);
  await signInByForm(page, account("admin"), "/acme/users");
  await beginPerson(page, username);
  await page.getByLabel("Password setting").selectOption("chosen");
  await page.getByRole("textbox", { name: "Password", exact: true }).fill(CHOSEN);
  await page.getByRole("button", { name: "Add user", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Nora Newcomer" })).toBeVisible();
  const theirs = await (await browser.newContext()).newPage();
  await firstSignIn(theirs, username, CHOSEN);
  return { username, theirs };
}

const NEXT = "eleven copper kettles whistle";

test("a forgotten password is replaced by a link, from the sign-in page to the end", async ({
  page,
  browser,
}, info) => {
  const { username, theirs } = await somebody(page, browser, info.retry);
  const visitor = await (await browser.newContext({ viewport: PHONE, reducedMotion: "reduce" })).newPage();
  await visitor.goto("/sign-in");
  await visitor.getByRole("link", { name: "Forgot your password?" }).click();
  await expectAccessible(visitor);
  await visitor.getByLabel("Username or e-mail address").fill(`${username}@mail.example`);
  await visitor.getByRole("button", { name: "Send me a link" }).click();
  await expect(visitor.getByText(/^If there is an account of that name/)).toBeVisible();

  const link =
    /http\S+\/reset\/[\w-]+/.exec(await messageWith(`${username}@mail.example`, "/reset/"))?.[0] ?? "";
  expect(link.startsWith(baseUrl)).toBe(true);
  await visitor.goto(link);
  await visitor.reload();
  await visitor.getByRole("textbox", { name: "New password" }).fill("passwordpassword");
  await expect(visitor.getByText(/easy to guess|known passwords/).first()).toBeVisible();
  await expectAccessible(visitor);
  await visitor.getByRole("button", { name: "Set the password" }).click();
  await expect(visitor.locator("[aria-invalid]")).toBeVisible();
  await visitor.getByRole("textbox", { name: "New password" }).fill(NEXT);
  await visitor.getByRole("button", { name: "Set the password" }).click();
  await expect(visitor.getByText("Your password is changed. Sign in with the new one.")).toBeVisible();

  await theirs.goto("/account");
  await expect(theirs).toHaveURL(/sign-in/);
  await visitor.goto(link);
  await expect(visitor.getByText("This link does not work any more")).toBeVisible();
  await expectAccessible(visitor);
  expect(await messageWith(`${username}@mail.example`, "was changed")).toContain(username);
  await signInByForm(visitor, {
    username: `${username}@acme.example`,
    password: NEXT,
    role: "user",
    organization: "acme",
  });
  await expect(visitor).toHaveURL(/\/account$/);
});

test("all of it works without script", async ({ page, browser }, info) => {
  const { username } = await somebody(page, browser, info.retry);
  const plain = await (await browser.newContext({ javaScriptEnabled: false, viewport: PHONE })).newPage();
  await plain.goto("/forgot");
  await plain.getByLabel("Username or e-mail address").fill(`${username}@acme.example`);
  await plain.getByRole("button", { name: "Send me a link" }).click();
  await expect(plain.getByText(/^If there is an account of that name/)).toBeVisible();
  const link =
    /http\S+\/reset\/[\w-]+/.exec(await messageWith(`${username}@mail.example`, "/reset/"))?.[0] ?? "";
  await plain.goto(link);
  await plain.getByRole("textbox", { name: "New password" }).fill("passwordpassword");
  await plain.getByRole("button", { name: "Set the password" }).click();
  await expect(plain.getByText(/easy to guess|known passwords/).first()).toBeVisible();
  await plain.getByRole("textbox", { name: "New password" }).fill(NEXT);
  await plain.getByRole("button", { name: "Set the password" }).click();
  await expect(plain.getByText("Your password is changed. Sign in with the new one.")).toBeVisible();
  await plain.goto(link);
  await plain.getByRole("button", { name: "Send me a new link" }).click();
  await expect(plain.getByText(/^If the account can still be opened/)).toBeVisible();
});

test("whatever a request says of the host, links lead to the product", async ({ page, browser }, info) => {
  const { username } = await somebody(page, browser, info.retry);
  const visitor = await requestsOf(null);
  const form = await (await visitor.get("/forgot")).text();
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g)].map(
    ([, name = "", value = ""]) => [name, value.replaceAll("&quot;", '"').replaceAll("&amp;", "&")] as const,
  );
  const evil = "evil.example";
  const poisons: Record<string, string>[] = [
    { host: evil, origin: `http://${evil}` },
    { "x-forwarded-host": evil, origin: `http://${evil}` },
    { "x-forwarded-host": evil, "x-forwarded-proto": "https", forwarded: `host=${evil}`, "x-host": evil },
    { "x-forwarded-server": evil, "x-original-url": `http://${evil}/`, "x-rollcall-path": `//${evil}` },
  ];
  for (const headers of poisons) {
    const multipart = Object.fromEntries([...hidden, ["name", `${username}@acme.example`]]);
    const answer = await visitor.post("/forgot", { headers, multipart });
    expect(answer.headers().location ?? "").not.toContain(evil);
  }
  const text = await messageWith(`${username}@mail.example`, "/reset/");
  expect(text).not.toContain(evil);
  expect(text).toContain(`${baseUrl}/reset/`);
});
