import QRCode from "qrcode";

/** Of the standard's four modules of white around the code (ISO/IEC 18004), none is left away. */
const QUIET_MODULES = 4;
const LOOK = { margin: QUIET_MODULES, errorCorrectionLevel: "M" } as const;

/** A QR code of a link as SVG: black on white whatever is around it, so that a camera reads it in the dark look too. */
export const qrSvg = (link: string): Promise<string> =>
  QRCode.toString(link, { ...LOOK, type: "svg", color: { dark: "#000000", light: "#ffffff" } });

/**
 * The same as a PNG of greys, for mails and paper.
 * @param scale so many pixels a module; the time that it takes goes with the square of it
 */
export async function qrPng(link: string, scale = 8): Promise<Uint8Array> {
  const rendererOpts = { deflateLevel: 9, colorType: 0 };
  return new Uint8Array(await QRCode.toBuffer(link, { ...LOOK, type: "png", scale, rendererOpts }));
}
