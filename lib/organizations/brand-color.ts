const COLOR = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/;

/** Reads a colour as people write it, `#0a6` or `00AA66`: as `#00aa66`, or null where it is none. */
export function readColor(text: string): string | null {
  const [, digits] = COLOR.exec(text.trim().toLowerCase()) ?? [];
  if (!digits) return null;
  return `#${digits.length === 3 ? Array.from(digits, (digit) => digit + digit).join("") : digits}`;
}

const WHITE = "#ffffff";
const DARK = "#0f1416";
const TEXT_MIN = 4.5;
const SHAPE_MIN = 3;

/** The ratio of contrast of two colours, from 1 to 21 (WCAG 2.2). */
export function contrastOf(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colour of letters that can be read best on a colour: always at least 4.5 to 1 for white or black alone. */
export const lettersOn = (color: string): string =>
  contrastOf(color, WHITE) >= contrastOf(color, "#000000") ? WHITE : "#000000";

/** How well a colour can be told from the light and from the dark page, and which letters stand on it, in words. */
export function contrastInWords(color: string): string {
  const onPage = (page: string) => {
    const ratio = contrastOf(color, page);
    const words =
      ratio >= TEXT_MIN ? "stands out well" : ratio >= SHAPE_MIN ? "can be seen" : "can hardly be seen";
    return `${words} (${ratio.toFixed(1)} to 1)`;
  };
  const letters = lettersOn(color) === WHITE ? "White" : "Black";
  return `On a white page it ${onPage(WHITE)}, on a dark one it ${onPage(DARK)}. ${letters} letters are written on it.`;
}
