import "server-only";
import { cleanPng } from "@/lib/organizations/png";
import { cleanJpeg } from "@/lib/support/jpeg";

/** Bytes that a screenshot may have; a form has to fit into a megabyte. */
export const SCREENSHOT_BYTES_MAX = 786_432;
const PIXELS_MAX = 4096;

export type Screenshot = { type: "image/png" | "image/jpeg"; bytes: Uint8Array<ArrayBuffer> };

/** Takes a picture apart and writes it anew, without what tells of its maker, place or camera; words where it is none that is taken. */
export function cleanScreenshot(file: Uint8Array): Screenshot | { words: string } {
  if (file.length > SCREENSHOT_BYTES_MAX) return { words: `At most ${SCREENSHOT_BYTES_MAX / 1024} kB.` };
  const isJpeg = file[0] === 0xff && file[1] === 0xd8;
  const limits = {
    bytesMax: SCREENSHOT_BYTES_MAX,
    pixelsMax: PIXELS_MAX,
    // Packed anew, a picture that was packed hard may become larger; it is still small.
    writtenMax: 2 * SCREENSHOT_BYTES_MAX,
  };
  const cleaned = isJpeg ? cleanJpeg(file, PIXELS_MAX) : cleanPng(file, limits);
  if ("words" in cleaned)
    return cleaned.words === "Choose a PNG." ? { words: "Choose a PNG or a JPEG." } : cleaned;
  return { type: isJpeg ? "image/jpeg" : "image/png", bytes: cleaned.bytes };
}
