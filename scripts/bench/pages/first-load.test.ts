import { expect, test } from "vitest";
import { scriptsOf } from "@/scripts/bench/pages/first-load";

test("scripts and what loads them ahead are found, each once", () => {
  const html = `<link rel="stylesheet" href="/a.css"/><link rel="preload" as="script" fetchPriority="low" href="/a.js"/>
    <link rel="preload" href="/font.woff2" as="font"/><link rel="modulepreload" href="/m.js"/>
    <script src="/a.js" async=""></script><script src="/b.js?x=1&amp;y=2" async=""></script>
    <script src="/old.js" noModule=""></script><script>self.x = 1</script>`;
  expect(scriptsOf(html)).toEqual(["/a.js", "/m.js", "/b.js?x=1&y=2"]);
});
