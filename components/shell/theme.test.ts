import { expect, test } from "vitest";
import { dataTheme, parseTheme, themeCookie } from "@/components/shell/theme";

test("only the names of themes are themes", () => {
  expect(parseTheme("dark")).toBe("dark");
  expect(parseTheme("light")).toBe("light");
  expect(parseTheme(undefined)).toBe("system");
  expect(parseTheme('"><script>')).toBe("system");
});

test("the system's choice leaves no attribute and no cookie", () => {
  expect(dataTheme("system")).toBeUndefined();
  expect(dataTheme("dark")).toBe("rollcall-dark");
  expect(themeCookie("system")).toContain("max-age=0");
  expect(themeCookie("light")).toBe("theme=light; path=/; max-age=31536000; samesite=lax");
});
