import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type APIRequestContext, expect, type Page, request, test } from "@playwright/test";
import { embeddedState, embeddedUrls } from "../../scripts/postgres/embedded";
import { findFreePort } from "../../scripts/shared/ports";
import { type Account, dataDir, signIn, signInByForm } from "./accounts";
import { addAdmin, beginOrganization } from "./organizations";

const NEXT = "eleven quiet lighthouses blink";

let other: { url: string; process: ChildProcess };
test.beforeAll(async () => {
  other = await startWeb();
});
test.afterAll(async () => {
  other.process.kill("SIGTERM");
  if (other.process.exitCode === null) await once(other.process, "exit");
});

/** What one web process takes away, another refuses with the next request. */
test("suspension, role, password and sign-out hold in every web process at once", async ({
  page,
  browser,
}) => {
  const sue = await beginOrganization(page, "Twofold");
  const theirs = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  const vic = await addAdmin(theirs, sue, { first: "Vic", last: "Twofold" });
  const list = `/${sue.organization}/users`;
  const there = (context: APIRequestContext) => context.get(list, { maxRedirects: 0 });
  await page.goto(`${list}?q=vic`);
  await page.getByRole("table").getByRole("link", { name: "Vic Twofold" }).click();
  await expect(page).toHaveURL(/\/users\/[0-9a-f-]{36}$/);
  const person = page.url();

  const suspended = await signedInThere(vic);
  expect((await there(suspended)).status()).toBe(200);
  await change(page, "Suspend");
  expect((await there(suspended)).headers().location).toContain("/sign-in");
  await change(page, "Reactivate");
  expect((await there(suspended)).headers().location).toContain("/sign-in");

  const demoted = await signedInThere(vic);
  expect((await there(demoted)).status()).toBe(200);
  await giveRole(page, person, "User");
  expect((await there(demoted)).status()).not.toBe(200);
  await giveRole(page, person, "Organization admin");
  expect((await there(demoted)).status()).toBe(200);

  await signInByForm(theirs, vic, "/account");
  await theirs.getByRole("link", { name: "See where you are signed in" }).click();
  await theirs.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(theirs.getByText("You are signed out everywhere else.")).toBeVisible();
  expect((await there(demoted)).headers().location).toContain("/sign-in");

  const before = await signedInThere(vic);
  await theirs.goto("/account/password");
  await theirs.getByLabel("Current password").fill(vic.password);
  await theirs.getByRole("textbox", { name: "New password" }).fill(NEXT);
  await theirs.getByRole("button", { name: "Change password" }).click();
  await expect(theirs.getByText("Your password is changed")).toBeVisible();
  await expect(theirs.locator("input[type=password]")).toHaveCount(0);
  expect((await there(before)).headers().location).toContain("/sign-in");
  expect((await there(await signedInThere({ ...vic, password: NEXT }))).status()).toBe(200);
});

async function signedInThere(who: Account): Promise<APIRequestContext> {
  const context = await request.newContext({ baseURL: other.url, maxRedirects: 0 });
  expect((await signIn(context, who)).headers().location).not.toContain("sign-in");
  return context;
}

async function change(page: Page, action: "Suspend" | "Reactivate"): Promise<void> {
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: action }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: new RegExp(`^${action}`) }).click();
  await expect(dialog).toBeHidden();
}

async function giveRole(page: Page, person: string, role: string): Promise<void> {
  await page.goto(`${person}/edit`);
  await page.getByRole("radio", { name: role }).check();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page).toHaveURL(person);
}

/** One more web process on the same database, as production runs several. */
async function startWeb(): Promise<typeof other> {
  const state = embeddedState(dataDir);
  if (!state) throw new Error("The product has no embedded database.");
  const port = await findFreePort(Math.random);
  const environment = {
    ...process.env,
    NODE_ENV: "production" as const,
    PORT: String(port),
    ROLLCALL_DATA_DIR: dataDir,
    DATABASE_URL: embeddedUrls(state).ownerUrl,
  };
  const url = `http://127.0.0.1:${port}`;
  const web = spawn(process.execPath, ["scripts/web.mjs"], { env: environment, stdio: "inherit" });
  await expect
    .poll(
      () =>
        fetch(`${url}/api/health`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 60_000 },
    )
    .toBe(200);
  return { url, process: web };
}
