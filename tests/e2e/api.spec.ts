import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { beginOrganization } from "./organizations";

type Document = { paths: Record<string, Record<string, { operationId: string; summary: string }>> };

test("a program adds somebody whom people see, and the reference shows all that it may ask", async ({
  page,
  request,
  baseURL,
}) => {
  const { organization } = await beginOrganization(page, "Api");
  await page.goto(`/${organization}/api-keys`);
  await page.getByRole("button", { name: "Make a key" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Make an API key" });
  await dialog.getByLabel("Name").fill("Payroll");
  await dialog.getByRole("checkbox", { name: "users.write" }).check();
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const key = await dialog.getByLabel("Key", { exact: true }).inputValue();
  const headers = { authorization: `Bearer ${key}`, "idempotency-key": "hr-4711" };
  const data = { firstName: "Ada", lastName: "Adams", accessEmail: "ada@mail.example" };
  const added = await request.post("/api/v1/users", { headers, data });
  expect([added.status(), await added.text()]).toEqual([201, expect.stringContaining('"firstName":"Ada"')]);
  expect((await request.post("/api/v1/users", { headers, data })).headers()["idempotency-replayed"]).toBe(
    "true",
  );
  await page.goto(`/${organization}/users`);
  await expect(page.getByRole("row", { name: /Ada Adams/ })).toHaveCount(1);

  const elsewhere: string[] = [];
  page.on("request", (each) => {
    if (baseURL && !each.url().startsWith(baseURL) && !each.url().startsWith("data:"))
      elsewhere.push(each.url());
  });
  await page.goto(`/${organization}/api-keys`);
  await page.getByRole("link", { name: "API reference" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "API reference" })).toBeVisible();
  const document = (await (await request.get("/api/v1/openapi.json")).json()) as Document;
  const summaries = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  for (const { summary } of summaries)
    await expect(page.getByText(summary, { exact: true }).first()).toBeAttached();
  await page.getByText("Add a person", { exact: true }).click();
  await expect(page.getByRole("table", { name: "What POST /users takes" })).toContainText("Idempotency-Key");
  await expectAccessible(page);
  expect(elsewhere).toEqual([]);
});
