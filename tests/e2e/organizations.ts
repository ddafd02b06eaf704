import { execFileSync } from "node:child_process";
import { expect, type Page } from "@playwright/test";
import { type Account, dataDir } from "./accounts";

/** Makes an organization and its first admin by the command line, as an operator would, and signs in as that admin. */
export async function beginOrganization(page: Page, name: string): Promise<Account> {
  const suffix = Date.now().toString(36);
  const organization = `${name.toLowerCase()}-${suffix}`;
  const domain = `${organization}.example`;
  rollcall("create-organization", "--name", name, "--slug", organization, "--domain", domain);
  return activateAdmin(page, { organization, domain, first: "Sue", last: name });
}

/** Makes one more admin of somebody's organization, and signs in as that admin. */
export function addAdmin(
  page: Page,
  { username, organization }: Account,
  name: { first: string; last: string },
): Promise<Account> {
  return activateAdmin(page, { organization, domain: username.split("@")[1] ?? "", ...name });
}

type Admin = { organization: string; domain: string; first: string; last: string };

async function activateAdmin(page: Page, { organization, domain, first, last }: Admin): Promise<Account> {
  const local = first.toLowerCase();
  const person = ["--first-name", first, "--last-name", last, "--username", local];
  const where = ["--organization", organization, "--access-email", `${local}@${last.toLowerCase()}.example`];
  const printed = rollcall("create-admin", ...person, ...where);
  const password = `correct horse battery ${organization.split("-").at(-1)}`;
  await page.goto(/\/activate\/[\w-]+/.exec(printed)?.[0] ?? "");
  await page.getByRole("textbox", { name: "New password" }).fill(password);
  await page.getByRole("button", { name: "Activate and sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`/${organization}$`));
  await page.goto(`/${organization}/users`);
  return { username: `${local}@${domain}`, password, role: "admin", organization };
}

function rollcall(...args: string[]): string {
  const environment = { ...process.env, ROLLCALL_DATA_DIR: dataDir, NODE_ENV: "production" as const };
  return execFileSync(process.execPath, ["scripts/rollcall.mjs", ...args], {
    encoding: "utf8",
    env: environment,
  });
}
