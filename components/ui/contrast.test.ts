import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/*
 * Every pair of foreground and ground that the components put together, computed from the tokens in globals.css
 * after WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for edges of controls, shapes and focus rings (1.4.11).
 */
type Color = { lightness: number; a: number; b: number };

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");

const grounds = ["base-100", "base-200", "base-300"];
const tones = ["primary", "neutral", "info", "success", "warning", "error"];
const solids = [...tones, "secondary", "accent"];

describe.each(["rollcall-light", "rollcall-dark"])("%s", (theme) => {
  const tokens = readTheme(theme);
  const color = (name: string) => {
    const found = tokens.get(name) ?? tokens.get(`color-${name}`);
    if (!found) throw new Error(`${theme} has no token ${name}`);
    return found;
  };
  const tint = (name: string, percent: number, ground = "base-100") =>
    mix(color(name), color(ground), percent);
  const expectContrast = (front: Color, ground: Color, atLeast: number) =>
    expect(contrast(front, ground)).toBeGreaterThanOrEqual(atLeast);

  test.each(grounds)("text and second-rank text on %s", (ground) => {
    expectContrast(color("base-content"), color(ground), 7);
    expectContrast(color("muted"), color(ground), 4.5);
  });

  test.each(solids)("words on solid %s", (tone) => {
    expectContrast(color(`${tone}-content`), color(tone), 4.5);
  });

  test.each(tones)("%s as text on the page, on the ground beside it and pointed at", (tone) => {
    for (const ground of grounds) expectContrast(color(tone), color(ground), 4.5);
  });

  test.each(tones)("%s as text on its own tints: badge, invalid cell, menu item, chosen row", (tone) => {
    for (const percent of [8, 10, 12]) expectContrast(color(tone), tint(tone, percent), 4.5);
    expectContrast(color(tone), tint("primary", 9), 4.5);
  });

  test.each(tones)("text, second-rank text and links on a tint of %s: alerts and rows", (tone) => {
    for (const front of ["base-content", "muted", "primary"])
      expectContrast(color(front), tint(tone, 9), 4.5);
  });

  test("an invalid cell inside an invalid row", () => {
    expectContrast(color("error"), tint("error", 10), 4.5);
    expectContrast(color("muted"), tint("error", 6), 4.5);
  });

  test("edges of controls and focus rings", () => {
    for (const ground of ["base-100", "base-200"]) expectContrast(color("control"), color(ground), 3);
    for (const ground of grounds) expectContrast(color("primary"), color(ground), 3);
    expectContrast(color("error"), color("base-100"), 3);
  });

  test("links of the navigation", () => {
    expectContrast(mix(color("base-content"), color("base-200"), 82), color("base-200"), 7);
  });

  test("words of disabled controls stay legible, though WCAG asks nothing of them", () => {
    expectContrast(tint("base-content", 55), color("base-300"), 3);
    expectContrast(tint("base-content", 62), color("base-200"), 4.5);
  });
});

test("the arithmetic agrees with known values", () => {
  const white = parse("100% 0 0");
  expect(contrast(white, parse("0% 0 0"))).toBeCloseTo(21, 1);
  expect(contrast(white, parse("62.796% 0.25768 29.234"))).toBeCloseTo(3.998, 1);
});

function readTheme(theme: string): Map<string, Color> {
  const block = css.split("@plugin").find((part) => part.includes(`name: "${theme}"`)) ?? "";
  const tokens = block.matchAll(/--([\w-]+):\s*oklch\(([^)/]+)\)/g);
  return new Map([...tokens].map(([, name = "", value = ""]) => [name, parse(value)]));
}

/** Lightness in percent, chroma and hue in degrees, as CSS writes OKLCH. */
function parse(oklch: string): Color {
  const [lightness = Number.NaN, chroma = Number.NaN, hue = Number.NaN] = oklch
    .trim()
    .split(/\s+/)
    .map(Number.parseFloat);
  const radians = (hue * Math.PI) / 180;
  return { lightness: lightness / 100, a: chroma * Math.cos(radians), b: chroma * Math.sin(radians) };
}

/** CSS color-mix(in oklab, front percent, ground). */
function mix(front: Color, ground: Color, percent: number): Color {
  const share = percent / 100;
  const between = (key: keyof Color) => front[key] * share + ground[key] * (1 - share);
  return { lightness: between("lightness"), a: between("a"), b: between("b") };
}

function contrast(one: Color, other: Color): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance in sRGB; what lies outside is clipped, as a display does. */
function luminance({ lightness, a, b }: Color): number {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (channel: number) => Math.min(1, Math.max(0, channel));
  const red = clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
  const green = clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
  const blue = clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
