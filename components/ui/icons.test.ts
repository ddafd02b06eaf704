import { expect, test } from "vitest";
import { type IconNode, iconCss } from "@/components/ui/icon-css";
import { ICON_NAMES } from "@/components/ui/icon-names";

test("icons.css holds every icon as the installed lucide draws it", async () => {
  const icons = new Map<string, IconNode>();
  for (const name of ICON_NAMES) {
    const drawing: { __iconData?: { node: IconNode } } = await import(`lucide-react/icons/${name}`);
    if (!drawing.__iconData)
      throw new Error(`${name} is only an alias in lucide: use the name it stands for`);
    icons.set(name, drawing.__iconData.node);
  }
  await expect(iconCss(icons)).toMatchFileSnapshot("./icons.css");
});

test("an icon is a rule with a picture whose signs are safe in a style sheet", () => {
  const css = iconCss(new Map([["x", [["path", { d: "M18 6 6 18", key: "1bl5f8" }]]]]));
  expect(css).toContain('.icon-x {\n  --icon: url("data:image/svg+xml,%3Csvg');
  expect(css).toContain("%3Cpath d='M18 6 6 18'/%3E");
  expect(css).not.toContain("key");
});

test("names are in order, each once", () => {
  expect([...ICON_NAMES]).toEqual([...new Set(ICON_NAMES)].sort());
});
