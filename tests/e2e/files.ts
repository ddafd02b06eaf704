import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Download, expect, type Page } from "@playwright/test";

/** A file as its path, or as its name and text. */
export type Given = string | { name: string; text: string | Buffer };

const FIXTURES = join(process.cwd(), "../shared/fixtures");

export const fixture = (name: string) => join(FIXTURES, name);

/** Picks a file on the page where imports begin. */
export async function chooseFile(page: Page, file: Given): Promise<void> {
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
  await page
    .getByLabel("File to import")
    .setInputFiles(
      typeof file === "string"
        ? file
        : { name: file.name, mimeType: "application/octet-stream", buffer: Buffer.from(file.text) },
    );
}

/** Drags a text file onto the page where imports begin, with the events that a browser sends. */
export async function dragFile(page: Page, { name, text }: { name: string; text: string }): Promise<void> {
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
  const dataTransfer = await page.evaluateHandle(
    (given) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([given.text], given.name, { type: "text/csv" }));
      return transfer;
    },
    { name, text },
  );
  const zone = page.getByText("Drop a file here");
  await zone.dispatchEvent("dragenter", { dataTransfer });
  await expect(page.getByText("Drop it here")).toBeVisible();
  const active = page.getByText("Drop it here");
  await active.dispatchEvent("dragover", { dataTransfer });
  await active.dispatchEvent("drop", { dataTransfer });
}

/** What pressing something downloads. */
export async function download(page: Page, press: () => Promise<void>): Promise<Download> {
  const [begun] = await Promise.all([page.waitForEvent("download"), press()]);
  return begun;
}

/** The text of a download, whose bytes are UTF-8. */
export const textOf = async (given: Download) => readFileSync(await given.path(), "utf8");
