import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const PAGE = "app/(development)";

/** Those without a specimen of their own, each with why. */
const NOT_SHOWN: Record<string, string> = {
  enhance: "draws nothing",
  "form-frame": "a form’s sections, message and buttons, each of which is shown",
  "soft-links": "draws nothing",
  "field-error": "drawn by Field, which is shown with errors",
  "html-rows": "the rows of a table as text, which look as those of Table do",
  "skip-link": "drawn by the layout of every page, and described on this one",
  toaster: "drawn by the layout of every page; the buttons of the demo of toasts fill it",
  "toast-stack": "drawn by Toaster",
};

const shown = readdirSync(PAGE, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".tsx"))
  .map((path) => readFileSync(join(PAGE, path), "utf8"))
  .join("\n");
const parts = readdirSync("components/ui")
  .filter((name) => name.endsWith(".tsx"))
  .map((name) => name.replace(/\.tsx$/, ""));

test.each(parts)("the page of components shows %s, or it is said why not", (part) => {
  const isShown = shown.includes(`from "@/components/ui/${part}"`);
  expect(isShown).toBe(!(part in NOT_SHOWN));
});

test("only what there is, is said not to be shown", () => {
  expect(parts).toEqual(expect.arrayContaining(Object.keys(NOT_SHOWN)));
});
