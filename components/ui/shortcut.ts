export type Keystroke = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
};

/**
 * Whether a keystroke is a shortcut such as `mod+k` or `mod+shift+e`, `mod` being Command on a Mac and Control elsewhere.
 * A shortcut of a letter alone is never one: it would take letters from people who dictate (WCAG 2.1.4).
 */
export function isShortcut(shortcut: string, stroke: Keystroke, mac: boolean): boolean {
  const keys = shortcut.toLowerCase().split("+");
  const [main, other] = mac ? [stroke.metaKey, stroke.ctrlKey] : [stroke.ctrlKey, stroke.metaKey];
  return (
    keys.includes("mod") &&
    main &&
    !other &&
    stroke.shiftKey === keys.includes("shift") &&
    stroke.altKey === keys.includes("alt") &&
    stroke.key.toLowerCase() === keys.at(-1)
  );
}
