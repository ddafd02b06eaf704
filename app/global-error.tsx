"use client";

import { fontVariables } from "@/app/fonts";
import "@/app/globals.css";
import ErrorPage from "@/app/error";
import { dataTheme, parseTheme, THEME_COOKIE } from "@/components/shell/theme";

/** Replaces the whole document when even the root layout fails, so it brings its own styles and theme. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en" data-theme={themeFromCookie()} className={fontVariables} suppressHydrationWarning>
      <body>
        <title>Something went wrong · Rollcall</title>
        <ErrorPage retry={retry} />
      </body>
    </html>
  );
}

function themeFromCookie(): string | undefined {
  if (typeof document === "undefined") return undefined;
  const cookie = document.cookie.split("; ").find((part) => part.startsWith(`${THEME_COOKIE}=`));
  return dataTheme(parseTheme(cookie?.slice(THEME_COOKIE.length + 1)));
}
