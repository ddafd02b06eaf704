export type Theme = "system" | "light" | "dark";

export const THEME_COOKIE = "theme";

/** The chosen theme for the value of the cookie `theme`; anything else than a theme's name is the system's choice. */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** The value of `data-theme` on <html>; without one the stylesheet follows the system. */
export function dataTheme(theme: Theme): string | undefined {
  return theme === "system" ? undefined : `rollcall-${theme}`;
}

/** The cookie that remembers a choice for a year, in the form of `document.cookie`. */
export function themeCookie(theme: Theme): string {
  const maxAgeInSeconds = theme === "system" ? 0 : 31_536_000;
  return `${THEME_COOKIE}=${theme}; path=/; max-age=${maxAgeInSeconds}; samesite=lax`;
}
