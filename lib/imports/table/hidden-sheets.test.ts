import { expect, test } from "vitest";
import { hiddenSheets } from "@/lib/imports/table/hidden-sheets";

const style = (name: string, display: string) =>
  `<style:style style:family='table' style:name='${name}'><style:table-properties table:display='${display}'/></style:style>`;
const file = (styles: string, ...tables: string[]) =>
  `<office:automatic-styles>${styles}</office:automatic-styles><office:body>${tables.join("")}</office:body>`;

test("tables with a style that hides are named, whatever the order of their attributes", () => {
  const styles = `${style("on", "true")}${style("off", "false")}`;
  const content = file(
    styles,
    `<table:table table:name="Shown" table:style-name="on"/>`,
    `<table:table table:style-name="off" table:name="A &amp; &#x42; &#67;">`,
    `<table:table table:name="Plain">`,
  );
  expect(hiddenSheets(content)).toEqual(["A & B C"]);
});

test("a style hides nothing that does not have it, and text that only looks like one is no style", () => {
  expect(
    hiddenSheets(file(style("off", "false"), `<table:table table:name="Shown" table:style-name="on">`)),
  ).toEqual([]);
  expect(hiddenSheets(`<table:table table:name="x" table:style-name="off">`)).toEqual([]);
  const talk = file(
    "",
    `<text:p>${style("off", "false")}</text:p><table:table table:name="x" table:style-name="off">`,
  );
  expect(hiddenSheets(talk)).toEqual([]);
});

test("megabytes of half-open tables take no time", () => {
  const content = file(style("off", "false"), "<table:table ".repeat(500_000));
  const started = performance.now();
  expect(hiddenSheets(content)).toEqual([]);
  expect(performance.now() - started).toBeLessThan(1000);
});
