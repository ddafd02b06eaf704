import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type APIRequestContext, type APIResponse, expect, type Page, request } from "@playwright/test";
import { product } from "./product";

export type Account = { username: string; password: string; role: string; organization: string };

export const { url: baseUrl, dataDir } = product;

/** The demo's account of a role. */
export function account(role: string, organization = "acme"): Account {
  const all = JSON.parse(readFileSync(join(dataDir, "demo-accounts.json"), "utf8")) as Account[];
  const found = all.find((each) => each.role === role && each.organization === organization);
  if (!found) throw new Error(`The demo has no ${role} of ${organization}.`);
  return found;
}

/** Signs in by the form, as a person does. */
export async function signInByForm(page: Page, { username, password }: Account, path = "/"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Username").fill(username);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Requests with the cookies of a signed-in account; without an account, of nobody. */
export async function requestsOf(
  who: Account | null,
  extraHTTPHeaders: Record<string, string> = {},
): Promise<APIRequestContext> {
  const context = await request.newContext({ baseURL: baseUrl, maxRedirects: 0, extraHTTPHeaders });
  if (!who) return context;
  const answer = await signIn(context, who);
  expect(answer.headers().location).not.toContain("sign-in");
  return context;
}

/** next-auth's own way of signing in. */
export async function signIn(
  context: APIRequestContext,
  who: Pick<Account, "username" | "password">,
  callbackUrl = "/",
): Promise<APIResponse> {
  const { csrfToken } = (await (await context.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { csrfToken, callbackUrl, username: who.username, password: who.password };
  return context.post("/api/auth/callback/credentials", { form, maxRedirects: 0 });
}
