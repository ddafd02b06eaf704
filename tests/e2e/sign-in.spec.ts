import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { account, requestsOf, signIn, signInByForm } from "./accounts";

test("signing in leads back to the page that was asked for, and signing out ends it", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/audit");
  await expect(page).toHaveURL(/\/acme\/audit$/);
  const cookies = await page.context().cookies();
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/sign-in/);
  await page.context().addCookies(cookies);
  await page.goto("/acme/users");
  await expect(page).toHaveURL(/sign-in/);
});

test("the page of signing in is for everybody", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  await expectAccessible(page);
});

test("a wrong name and a wrong password get the same answer", async ({ page }) => {
  for (const username of [
    account("user").username,
    "nobody@acme.example",
    "nobody@nowhere.example",
    "nobody",
  ]) {
    await page.goto("/sign-in");
    await page.getByLabel("Username").fill(username);
    await page.getByRole("textbox", { name: "Password" }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("The username or the password is not right")).toBeVisible();
    await expect(page.getByLabel("Username")).toHaveValue(username);
  }
});

test("too many tries are answered with 429, and a browser goes on to the page that says so", async ({
  page,
}) => {
  const nobody = { username: `nobody${Date.now()}@acme.example`, password: "not the password" };
  const requests = await requestsOf(null);
  const answers = [];
  for (let tries = 0; tries < 11; tries += 1) answers.push(await signIn(requests, nobody));
  expect(answers.map((answer) => answer.status())).toEqual([...Array(10).fill(302), 429]);
  expect(answers.at(-1)?.headers()).toMatchObject({ "retry-after": "60" });
  expect(answers.at(-1)?.headers().location).toBeUndefined();
  const { csrfToken } = (await (await requests.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { csrfToken, callbackUrl: "/", ...nobody, json: "true" };
  expect((await requests.post("/api/auth/callback/credentials", { form })).status()).toBe(429);
  // The browser may come by another address of this machine, which is another network.
  await page.goto("/sign-in");
  await page.evaluate(async (given) => {
    const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, callbackUrl: "/", ...given });
    for (let tries = 0; tries < 10; tries += 1)
      await fetch("/api/auth/callback/credentials", { method: "POST", body, redirect: "manual" });
  }, nobody);
  await page.goto("/sign-in");
  await page.getByLabel("Username").fill(nobody.username);
  await page.getByRole("textbox", { name: "Password" }).fill(nobody.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Too many tries. Wait a minute,")).toBeVisible();
});

test("signing in works without scripts", async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await signInByForm(page, account("billing"));
  await expect(page).toHaveURL(/\/acme\/billing$/);
});

test("no callback leads off this site", async () => {
  const targets = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
  ];
  for (const target of targets) {
    const requests = await requestsOf(null);
    const answer = await signIn(requests, account("user"), target);
    expect(answer.headers().location).toBe("/");
  }
});

test("a poisoned host changes no address", async () => {
  const requests = await requestsOf(null);
  const headers = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
  const answer = await requests.get("/acme/users", { headers });
  expect(answer.headers().location).not.toContain("evil.example");
  const error = await requests.get("/api/auth/error?error=unauthenticated", { headers });
  expect(error.headers().location ?? "").not.toContain("evil.example");
  const lines = await requests.get("/api/auth/error?error=%0d%0aSet-Cookie:x=y%26", { headers });
  expect(lines.status()).toBe(302);
  expect(lines.headers().location).toBe("/sign-in?error=%0D%0ASet-Cookie%3Ax%3Dy%26");
  expect(lines.headers()["set-cookie"]).toBeUndefined();
});

test("health says how database and worker are", async () => {
  const answer = await (await requestsOf(null)).get("/api/health");
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ status: "ok", database: "up", worker: "up" });
});

test("the audit log knows where a request came from, whatever the client writes", async () => {
  const context = await requestsOf(null);
  const { csrfToken } = (await (await context.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const { username, password } = account("viewer");
  const headers = { "x-forwarded-for": "203.0.113.9", "x-rollcall-network": "203.0.113.9" };
  const form = { csrfToken, username, password, callbackUrl: "/" };
  await context.post("/api/auth/callback/credentials", { form, headers, maxRedirects: 0 });
  const page = await (await context.get("/acme/audit?action=session.started")).text();
  expect(page).toMatch(/127\.0\.0\.1|::1/);
  expect(page).not.toContain("203.0.113.9");
});
