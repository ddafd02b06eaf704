import { expect, type Page } from "@playwright/test";
import { hotp, stepAt, TOTP_SECONDS } from "../../lib/mfa/totp";
import { expectAccessible } from "./accessible";

/** Sets an authenticator app up on the page that offers it. @returns its key in Base32, and its codes: of so many steps ahead of the present one */
export async function setUpApp(page: Page): Promise<{ key: string; codeOf: (ahead?: number) => string }> {
  await page.getByRole("button", { name: "Set an app up" }).click();
  await expect(page).toHaveURL(/\/account\/security\/app$/);
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  const key = ((await page.locator("[data-key]").textContent()) ?? "").replace(/\s/g, "");
  const secret = bytesOf(key);
  const codeOf = (ahead = 0) => hotp(secret, stepAt(new Date(Date.now() + ahead * TOTP_SECONDS * 1000)));
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Code", exact: true }).fill("000000");
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page.getByText("That is not right, or it has been used or has expired.")).toBeVisible();
  await page.getByRole("textbox", { name: "Code", exact: true }).fill(codeOf());
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page).toHaveURL(/recovery-codes$/);
  return { key, codeOf };
}

export function bytesOf(base32: string): Uint8Array {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(base32, (letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return new Uint8Array((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Makes the recovery codes that come after the first way of a second step. */
export async function makeCodes(page: Page): Promise<string[]> {
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make recovery codes" }).click();
  const list = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(list).toHaveCount(10);
  const codes = await list.allInnerTexts();
  await expectAccessible(page);
  await page.getByRole("link", { name: "I have kept them" }).click();
  await expect(page.getByText("10 of 10 left")).toBeVisible();
  expect(await page.content()).not.toContain(codes[0]);
  return codes;
}
