import { expect, test } from "@playwright/test";
import { type DnsAnswer, startDnsServer } from "../support/dns-server";
import { expectAccessible } from "./accessible";
import { account, signInByForm } from "./accounts";
import { beginOrganization } from "./organizations";
import { product } from "./product";

test("an admin proves a second domain, makes it primary, gives a username in it, and removes the first", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const zone = new Map<string, DnsAnswer>();
  const dns = await startDnsServer((name) => zone.get(name) ?? "noName", product.dnsPort);
  try {
    const { organization, username } = await beginOrganization(page, "Mailers");
    const first = username.split("@")[1] ?? "";
    const second = `second-${Date.now().toString(36)}.example`;
    await page.getByRole("link", { name: "Domains", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Domains", exact: true })).toBeVisible();
    await expectAccessible(page);

    const add = page.getByRole("button", { name: "Add domain" });
    const field = page.getByLabel("Domain", { exact: true });
    for (const [typed, words] of [
      ["Gmail.com", "gmail.com is a public mail service"],
      ["nothing", "has no dot"],
      [first, "is one of your domains already"],
    ] as const) {
      await field.fill(typed);
      await add.click();
      await expect(page.getByText(words)).toBeVisible();
      await expect(field).toHaveValue(typed);
    }
    await field.fill(second.toUpperCase());
    await add.click();
    const proof = page.getByRole("region", { name: `Prove that ${second} is yours` });
    await expect(proof).toBeVisible();
    await expectAccessible(page);
    await proof.getByRole("button", { name: "Copy value" }).click();
    await expect(proof.getByRole("button", { name: "Copied" })).toBeVisible();
    const value = await page.evaluate(() => navigator.clipboard.readText());
    expect(value).toMatch(/^rollcall-domain=[0-9a-f]{40}$/);

    const name = `_rollcall-challenge.${second}`;
    const check = proof.getByRole("button", { name: "Check now" });
    await check.click();
    await expect(proof.getByText(`The DNS knows no domain ${second}`)).toBeVisible();
    zone.set(second, "nothing");
    await check.click();
    await expect(proof.getByText(`There is no TXT record at ${name} yet`)).toBeVisible();
    zone.set(name, ["rollcall-domain=something-else"]);
    await check.click();
    await expect(proof.getByText("has another value: “rollcall-domain=something-else”")).toBeVisible();
    await expectAccessible(page);
    zone.set(name, ["v=spf1 -all", value]);
    await check.click();
    await expect(proof).toBeHidden();
    await page.getByRole("button", { name: `Make primary ${second}` }).click();
    await expect(
      page.getByRole("row").filter({ hasText: second }).getByText("Primary", { exact: true }),
    ).toBeVisible();

    // The selector starts at the primary one and offers both [S3].
    await page.goto(`/${organization}/users/new`);
    const selector = page.getByLabel("Domain of the username");
    await expect(selector).toHaveValue(second);
    await expect(selector.getByRole("option")).toHaveText([second, first]);
    await page.getByLabel("First name").fill("Nora");
    await page.getByLabel("Last name").fill("Nobel");
    await page.getByLabel("Access email").fill("nora@mail.example");
    await page.getByRole("button", { name: "Add user", exact: true }).click();
    await expect(page.getByText(`nora@${second}`).first()).toBeVisible();

    await page.goto(`/${organization}/domains`);
    await page.getByRole("button", { name: `Remove ${first}` }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("1 person has a username in it.")).toBeVisible();
    await expect(dialog.getByLabel("Their usernames move to")).toHaveValue(/./);
    await expect(dialog.getByLabel("Tell them their new username by e-mail")).toBeChecked();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Rename 1 person and remove" }).click();
    await expect(page.getByRole("row").filter({ hasText: first })).toHaveCount(0);
    await page.goto(`/${organization}/users?q=sue`);
    await expect(page.getByRole("row").filter({ hasText: username.replace(first, second) })).toBeVisible();
  } finally {
    await dns.close();
  }
});

test("those who look on see domains and change none", async ({ page }) => {
  await signInByForm(page, account("viewer"), "/acme/domains");
  await expect(page.getByRole("row").filter({ hasText: "acme.example" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Add domain|Remove|Make primary|Check/ })).toHaveCount(0);
  await expectAccessible(page);
});
