import { execFileSync } from "node:child_process";
import { expect, type Page } from "@playwright/test";
import { type Account, dataDir } from "./accounts";

/** Makes an organization and its first admin by the command line, as an operator would, and signs in as that admin. */
export async function beginOrganization(page: Page, name: string): Promise<Account> {
  const suffix = Date.now().toString(36);
  const organization = `${name.toLowerCase()}-${suffix}`;
  const domain = `${organization}.example`;
  rollcall("create-organization", "--name", name, "--slug", organization, "--domain", domain);
  const person = ["--first-name", "Sue", "--last-name", name, "--username", "sue"];
  const where = ["--organization", organization, "--access-email", `sue@${name.toLowerCase()}.example`];
  const printed = rollcall("create-admin", ...person, ...where);
  const password = `correct horse battery ${suffix}`;
  await page.goto(/\/activate\/[\w-]+/.exec(printed)?.[0] ?? "");
  await page.getByRole("textbox", { name: "New password" }).fill(password);
  await page.getByRole("button", { name: "Activate and sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`/${organization}/users$`));
  return { username: `sue@${domain}`, password, role: "admin", organization };
}

function rollcall(...args: string[]): string {
  const environment = { ...process.env, ROLLCALL_DATA_DIR: dataDir, NODE_ENV: "production" as const };
  return execFileSync(process.execPath, ["scripts/rollcall.mjs", ...args], {
    encoding: "utf8",
    env: environment,
  });
}
