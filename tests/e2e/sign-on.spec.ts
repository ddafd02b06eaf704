import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page, test } from "@playwright/test";
import { makeCertificate } from "../support/certificate";
import { startOpenId } from "../support/openid";
import { metadataOf } from "../support/saml-metadata";
import { encoded, readRequest, responseOf, signed } from "../support/saml-provider";
import { expectAccessible } from "./accessible";
import { baseUrl } from "./accounts";
import { beginOrganization } from "./organizations";

/** Types a login at the provider and agrees to what it asks. */
async function signInAtProvider(page: Page, login: string): Promise<void> {
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill("x");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

test("an admin connects an OpenID provider, tries it, offers it, and somebody signs in and out by it", async ({
  page,
  browser,
}) => {
  const { organization, username } = await beginOrganization(page, "Signers");
  await page.getByRole("link", { name: "Single sign-on", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Single sign-on", exact: true })).toBeVisible();
  await expect(page.getByText("No sign-in of your own yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Add OpenID Connect" }).click();
  const redirectUri = (await page.getByText(/\/api\/sso\/.*\/callback$/).textContent()) ?? "";
  // What was copied holds when the page is loaded again.
  await page.reload();
  await expect(page.getByText(redirectUri)).toBeVisible();
  await expectAccessible(page);

  const openId = await startOpenId([redirectUri], { signedOutUris: [`${baseUrl}/sign-in`] });
  openId.people.set("sue", { sub: "sue", email: username, email_verified: true, name: "Sue Signers" });
  try {
    await page.getByLabel("Name", { exact: true }).fill("Keystone");
    await page.getByLabel("Issuer").fill("http://localhost:9/nobody");
    await page.getByLabel("Client ID").fill(openId.clientId);
    await page.getByLabel("Client secret").fill(openId.clientSecret);
    await page.getByRole("button", { name: "Add provider" }).click();
    await expect(page.getByText("No OpenID provider is there.")).toBeVisible();
    await expect(page.getByLabel("Client secret")).toHaveValue(openId.clientSecret);
    await page.getByLabel("Issuer").fill(openId.issuer);
    await page.getByRole("button", { name: "Add provider" }).click();
    await expect(page.getByRole("heading", { name: "Keystone", exact: true })).toBeVisible();
    await expect(page.getByText("It has not been tried as it is now.")).toBeVisible();

    await page.getByRole("button", { name: "Try a sign-in" }).click();
    await signInAtProvider(page, "sue");
    await expect(page.getByText(`This would sign ${username} in.`)).toBeVisible();
    await expectAccessible(page);

    await page.getByRole("button", { name: "Require it" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Require it" }).click();
    await expect(dialog.getByText("Nobody would get in when the provider is away.")).toBeVisible();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Offer it beside passwords" }).click();
    await dialog.getByRole("button", { name: "Offer it beside passwords" }).click();
    await expect(page.getByText("Beside passwords", { exact: true })).toBeVisible();

    const other = await browser.newContext();
    const person = await other.newPage();
    await person.goto(`${baseUrl}/${organization}/audit`);
    await person.getByLabel("Username").fill("nobody@elsewhere.example");
    await person.getByRole("link", { name: "Sign in with your organization" }).click();
    await expect(person.getByText("there is no sign-in of an organization’s own")).toBeVisible();
    await expectAccessible(person);
    // Whether there is somebody of that name makes no difference.
    await person.getByLabel("Username").fill(`nobody@${username.split("@")[1]}`);
    await person.getByRole("button", { name: "Go on" }).click();
    await expect(person.getByRole("link", { name: "Continue with Keystone" })).toBeVisible();
    await person.getByLabel("Username").fill(username);
    await person.getByRole("button", { name: "Look again" }).click();
    await person.getByRole("link", { name: "Continue with Keystone" }).click();
    await signInAtProvider(person, "sue");
    await expect(person).toHaveURL(`${baseUrl}/${organization}/audit`);
    await expect(
      person.getByRole("row").filter({ hasText: "Linked with a sign-on provider" }).first(),
    ).toBeVisible();

    await person.getByRole("button", { name: "Account of" }).click();
    await person.getByRole("button", { name: "Sign out" }).click();
    await expect(person.getByRole("heading", { name: "You are signed out" })).toBeVisible();
    await expectAccessible(person);
    await person.getByRole("link", { name: "Sign out there too" }).click();
    await expect(person).toHaveURL(new RegExp(`^${openId.issuer}/session/end`));
    await other.close();
  } finally {
    await openId.stop();
  }
});

test("somebody signs in by a SAML provider, whose form comes from another site", async ({
  page,
  browser,
}) => {
  const { organization, username } = await beginOrganization(page, "Samlers");
  const key = makeCertificate();
  const server = createServer((request, answer) => {
    // A browser asks for an icon, too.
    if (!request.url?.includes("SAMLRequest=")) return void answer.writeHead(404).end();
    const asked = readRequest(new URL(request.url ?? "/", "http://127.0.0.1").href);
    const right = { request: asked, nameId: "sue", email: username };
    const fields = { SAMLResponse: encoded(signed(responseOf(right), key)), RelayState: asked.state };
    const inputs = Object.entries(fields).map(
      ([name, value]) => `<input type=hidden name=${name} value="${value}">`,
    );
    answer.writeHead(200, { "content-type": "text/html" });
    answer.end(`<form method=post action="${asked.acs}">${inputs.join("")}<button>Send</button></form>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await page.goto(`/${organization}/sign-on`);
    await page.getByRole("link", { name: "Add SAML 2.0" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Samling");
    await page.getByLabel("Or its text").fill("<nothing/>");
    await page.getByRole("button", { name: "Add provider" }).click();
    await expect(page.getByText("That is no metadata of an identity provider.").first()).toBeVisible();
    const metadata = metadataOf(key.certificate).replace(
      "https://saml.provider.example/in",
      `http://127.0.0.1:${port}/in`,
    );
    await page.getByLabel("Metadata file").setInputFiles({
      name: "metadata.xml",
      mimeType: "application/xml",
      buffer: Buffer.from(metadata),
    });
    await page.getByRole("button", { name: "Add provider" }).click();
    await expect(page.getByRole("heading", { name: "Samling", exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Offer it beside passwords" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Offer it beside passwords" }).click();
    await expect(page.getByText("Beside passwords", { exact: true })).toBeVisible();
    await expectAccessible(page);

    const other = await browser.newContext();
    const person = await other.newPage();
    await person.goto(`${baseUrl}/sign-in/organization?username=${username}&target=/account`);
    await person.getByRole("link", { name: "Continue with Samling" }).click();
    await person.getByRole("button", { name: "Send" }).click();
    await expect(person).toHaveURL(`${baseUrl}/account`);
    await other.close();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
