import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { account, dataDir, signInByForm } from "./accounts";
import { chooseFile } from "./files";
import { beginOrganization } from "./organizations";
import { allMessages, messageWith } from "./outbox";
import { readQrCode } from "./qr-code";
import { bytesOf, makeCodes, setUpApp } from "./second-step";
import { asSuperuser } from "./superuser";

const CHOSEN = "nine velvet tractors hum softly";
const IN_FILE = "four amber lanterns swing slowly";
const WRONG = "not quite what sue had in mind";
const PIN = "730465";

test.describe.configure({ timeout: 300_000 });

/** What the database and the logs hold is judged after the journeys of whatever ran before, too: their messages are read. */
test("neither the database nor the logs hold a password, PIN, token, code or key in clear", async ({
  page,
}) => {
  const sue = await beginOrganization(page, "Sealed");
  const planted = [sue.password, CHOSEN, IN_FILE, WRONG, ...(await plantSecondStep(page))];
  planted.push(await plantKey(page, sue.organization));
  planted.push(...(await plantPerson(page, sue.organization)));
  await plantFile(page, sue.organization);
  const cookies = await page.context().cookies();
  planted.push(...cookies.map(({ value }) => value).filter((value) => value.length > 20));
  await page.context().clearCookies();
  await tryWrong(page, sue.username);
  planted.push(await askForLink(page, sue.username));

  const sent = secretsIn(allMessages());
  expect(sent.length).toBeGreaterThanOrEqual(2);
  const known = [...new Set([...planted, ...sent, ...demoPasswords()])].filter(Boolean);
  const places = { database: await dump(), log: readFileSync(join(dataDir, "product.log"), "utf8") };
  expect(places.database).toContain(sue.username);
  expect(places.log).toContain("The worker is ready");
  for (const [place, text] of Object.entries(places)) {
    const found = known.filter((secret) => isIn(text, secret));
    expect(found, `in clear in the ${place}`).toEqual([]);
  }
  // Planted in clear, each of them would have been found.
  for (const secret of known) expect(isIn(`before ${secret} after`, secret)).toBe(true);
});

async function plantSecondStep(page: Page): Promise<string[]> {
  await page.goto("/account/security");
  const { key } = await setUpApp(page);
  return [key, Buffer.from(bytesOf(key)).toString("hex"), ...(await makeCodes(page))];
}

async function plantKey(page: Page, organization: string): Promise<string> {
  await page.goto(`/${organization}/api-keys`);
  await page.getByRole("button", { name: "Make a key" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Make an API key" });
  await dialog.getByLabel("Name").fill("A program");
  await dialog.getByRole("checkbox").first().check();
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const secret = await dialog.getByLabel("Key", { exact: true }).inputValue();
  expect(secret.length).toBeGreaterThan(20);
  return secret;
}

/** @returns a PIN, and the tokens that a QR code and that PIN lead to */
async function plantPerson(page: Page, organization: string): Promise<string[]> {
  for (const [first, setting] of [
    ["Cora", "chosen"],
    ["Gwen", "generated"],
    ["Pia", "link"],
  ] as const) {
    await page.goto(`/${organization}/users/new`);
    await page.getByLabel("First name").fill(first);
    await page.getByLabel("Last name").fill("Sealed");
    await page.getByLabel("Access email").fill(`${first.toLowerCase()}@sealed.example`);
    await page.getByLabel("Password setting").selectOption(setting);
    if (setting === "chosen") await page.getByRole("textbox", { name: "Password", exact: true }).fill(CHOSEN);
    await page.getByRole("button", { name: "Add user", exact: true }).click();
    await expect(page.getByRole("heading", { name: `${first} Sealed`, level: 1 })).toBeVisible();
  }
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "PIN" }).click();
  const dialog = page.getByRole("dialog", { name: "PIN for Pia Sealed" });
  await dialog.getByRole("radio", { name: "My own 6 digits" }).check();
  await dialog.getByLabel("PIN", { exact: true }).fill(PIN);
  await dialog.getByRole("button", { name: "Issue the PIN" }).click();
  await expect(dialog.getByLabel("PIN", { exact: true })).toHaveValue(PIN);
  await dialog.getByRole("button", { name: "Done" }).click();
  await messageWith("gwen@sealed.example", "Password");
  await page.getByRole("button", { name: "QR code" }).click();
  const picture = page.getByRole("img", { name: "QR code with which Pia Sealed" });
  const qr = (await readQrCode(page, await picture.screenshot())).split("/").at(-1) ?? "";
  expect(qr.length).toBeGreaterThan(20);
  await page.keyboard.press("Escape");
  const phone = await page.context().browser()?.newPage();
  if (!phone) throw new Error("There is no browser.");
  await phone.goto("/pin");
  await phone.getByLabel("Username").fill(`pia@${organization}.example`);
  await phone.getByLabel("PIN").fill(PIN);
  await phone.getByRole("button", { name: "Go on" }).click();
  await expect(phone).toHaveURL(/\/activate\//);
  const ofPin = phone.url().split("/").at(-1) ?? "";
  await phone.close();
  return [PIN, qr, ofPin];
}

async function plantFile(page: Page, organization: string): Promise<void> {
  await page.goto(`/${organization}/users/import`);
  const text = `First name,Last name,Email,Password\nFay,File,fay@sealed.example,${IN_FILE}\n`;
  await chooseFile(page, { name: "sealed.csv", text });
  await page.getByRole("button", { name: "Get users" }).click();
  await page.getByRole("button", { name: "Import 1 user" }).click();
  await expect(page.getByText("1 person was imported")).toBeVisible({ timeout: 60_000 });
}

async function tryWrong(page: Page, username: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Username").fill(username);
  await page.getByRole("textbox", { name: "Password" }).fill(WRONG);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("The username or the password is not right")).toBeVisible();
}

async function askForLink(page: Page, username: string): Promise<string> {
  await page.goto("/forgot");
  await page.getByLabel("Username or e-mail address").fill(username);
  await page.getByRole("button", { name: "Send me a link" }).click();
  const message = await messageWith("sue@sealed.example", "/reset/");
  const token = /\/reset\/([\w-]+)/.exec(message)?.[1] ?? "";
  await page.goto(`/reset/${token}`);
  await signInByForm(page, account("viewer"), "/acme/users");
  return token;
}

/** Tokens of links, passwords and codes that stand in messages. */
function secretsIn(messages: readonly string[]): string[] {
  const kinds = [
    /\/(?:activate|reset)\/([\w-]{22,})/g,
    /^\s*Password: \**([^\s*]+(?: [^\s*]+)*)\**/gm,
    /code is (\d{6})/g,
  ];
  return messages.flatMap((text) =>
    kinds.flatMap((kind) => Array.from(text.matchAll(kind), ([, secret = ""]) => secret)),
  );
}

const demoPasswords = (): string[] =>
  (JSON.parse(readFileSync(join(dataDir, "demo-accounts.json"), "utf8")) as { password: string }[]).map(
    ({ password }) => password,
  );

function isIn(text: string, secret: string): boolean {
  // Six digits may stand in a number or a hash by chance, but not as a word of their own.
  if (/^\d+$/.test(secret)) return new RegExp(`(?<![0-9a-f.:+-])${secret}(?![0-9a-f])`).test(text);
  const bytes = Buffer.from(secret);
  const forms = [
    secret,
    secret.replaceAll("-", ""),
    bytes.toString("hex"),
    bytes.toString("base64").replace(/=+$/, ""),
  ];
  return [...forms, encodeURIComponent(secret)].some((form) => text.includes(form));
}

/** Every row of every table, as a dump has it. */
const dump = (): Promise<string> =>
  asSuperuser(async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      texts.push(...rows.map(({ row }) => row));
    }
    return texts.join("\n");
  });
