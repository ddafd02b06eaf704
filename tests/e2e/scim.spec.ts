import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { beginOrganization } from "./organizations";

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const SCIM = "/api/scim/v2";

test("a connection keeps people in step by its token, until it is revoked on its page", async ({
  page,
  request,
}) => {
  const { organization } = await beginOrganization(page, "Directory");
  await page.goto(`/${organization}/connections/scim`);
  await expect(page.getByText("No connections yet")).toBeVisible();
  await expect(page.getByText(SCIM)).toBeVisible();
  await page.getByRole("button", { name: "Make a connection" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Make a SCIM connection" });
  await dialog.getByLabel("Name").fill("Entra");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Make the connection" }).click();
  const token = await dialog.getByLabel("Token", { exact: true }).inputValue();
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/scim+json" };

  const data = {
    schemas: [USER],
    userName: "babs",
    externalId: "e-1",
    name: { givenName: "Babs", familyName: "Jensen" },
  };
  const made = await request.post(`${SCIM}/Users`, { headers, data: JSON.stringify(data) });
  expect([made.status(), made.headers()["content-type"]]).toEqual([
    201,
    "application/scim+json; charset=utf-8",
  ]);
  const { id, meta } = (await made.json()) as { id: string; meta: { location: string } };
  expect(made.headers().location).toBe(meta.location);
  expect((await request.get(`${SCIM}/Users/${id}`, { headers })).status()).toBe(200);
  const operations = [{ op: "Replace", path: "active", value: "False" }];
  const patch = { headers, data: JSON.stringify({ Operations: operations }) };
  expect((await request.patch(`${SCIM}/Users/${id}`, patch)).status()).toBe(200);
  await page.goto(`/${organization}/users/${id}`);
  await expect(page.getByText("Suspended").first()).toBeVisible();

  await page.goto(`/${organization}/connections/scim`);
  const row = page.getByRole("row", { name: /Entra/ });
  await expect(row).toContainText("1 person");
  await row.getByRole("button", { name: "New token for Entra" }).click();
  const another = page.getByRole("dialog", { name: "New token for Entra" });
  await another.getByRole("button", { name: "Make the token" }).click();
  const second = await another.getByLabel("Token", { exact: true }).inputValue();
  const next = { authorization: `Bearer ${second}` };
  expect((await request.get(`${SCIM}/Users`, { headers: next })).status()).toBe(200);
  expect((await request.get(`${SCIM}/Users`, { headers })).status()).toBe(200);

  await page.reload();
  await expectAccessible(page);
  await row.getByRole("button", { name: "Revoke Entra" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toContainText("Revoked");
  for (const each of [headers, next])
    expect((await request.get(`${SCIM}/Users`, { headers: each })).status()).toBe(401);
});
