"use client";

import { type ReactNode, useState } from "react";
import { dataTheme, type Theme, themeCookie } from "@/components/shell/theme";

type ThemeToggleProps = {
  /** What the server read from the cookie. */
  theme: Theme;
  /** Drawn by the server, so that the icons are no client code. */
  icons: Record<Theme, ReactNode>;
};

/** Light, dark or as the system has it: at once, and remembered in a cookie so that the next page comes in it. */
export function ThemeToggle({ theme, icons }: ThemeToggleProps) {
  const [chosen, setChosen] = useState(theme);
  // Not by cookieStore: browsers keep that from an installation reached over plain HTTP.
  function choose(next: Theme, page: Document) {
    setChosen(next);
    page.cookie = themeCookie(next);
    const value = dataTheme(next);
    if (value) page.documentElement.dataset.theme = value;
    else delete page.documentElement.dataset.theme;
  }
  return (
    <fieldset className="flex gap-0.5 rounded-field bg-base-300 p-0.5">
      <legend className="sr-only">Theme</legend>
      {themes.map(({ value, label }) => (
        <label
          key={value}
          className="flex h-8 flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-md px-2 text-dense text-muted hover:text-base-content has-checked:bg-base-100 has-checked:font-medium has-checked:text-base-content has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-primary"
        >
          <input
            type="radio"
            name="theme"
            value={value}
            className="sr-only"
            checked={chosen === value}
            onChange={(event) => choose(value, event.target.ownerDocument)}
          />
          {icons[value]}
          {label}
        </label>
      ))}
    </fieldset>
  );
}

const themes: { value: Theme; label: string }[] = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];
