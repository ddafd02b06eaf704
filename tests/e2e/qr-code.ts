import type { Page } from "@playwright/test";
import jsQR from "jsqr";

/** What a picture's QR code says, as a phone would read it; blank where there is none. */
export async function readQrCode(page: Page, png: Buffer): Promise<string> {
  const { data, width, height } = await pixelsOf(page, png);
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? "";
}

/** A picture's pixels, as the browser decodes them. */
function pixelsOf(page: Page, png: Buffer): Promise<{ data: number[]; width: number; height: number }> {
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), {
      width: image.width,
      height: image.height,
    });
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? [];
    return { data: [...pixels], width: image.width, height: image.height };
  }, png.toString("base64"));
}
