import { expect, test } from "vitest";
import { isShortcut } from "@/components/ui/shortcut";

const plain = { key: "k", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test("mod is Command on a Mac and Control elsewhere", () => {
  expect(isShortcut("mod+k", { ...plain, ctrlKey: true }, false)).toBe(true);
  expect(isShortcut("mod+k", { ...plain, metaKey: true }, true)).toBe(true);
  expect(isShortcut("mod+k", { ...plain, metaKey: true }, false)).toBe(false);
  expect(isShortcut("mod+k", { ...plain, ctrlKey: true }, true)).toBe(false);
});

test("every other modifier must be as written", () => {
  const control = { ...plain, ctrlKey: true };
  expect(isShortcut("mod+k", { ...control, shiftKey: true }, false)).toBe(false);
  expect(isShortcut("mod+shift+k", { ...control, key: "K", shiftKey: true }, false)).toBe(true);
  expect(isShortcut("mod+k", { ...control, altKey: true }, false)).toBe(false);
  expect(isShortcut("mod+k", { ...control, key: "j" }, false)).toBe(false);
});

test("a letter alone is no shortcut", () => {
  expect(isShortcut("k", plain, false)).toBe(false);
});
