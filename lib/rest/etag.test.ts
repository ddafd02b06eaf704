import { describe, expect, test } from "vitest";
import { isNamed, isThere, readVersions, tagOf } from "@/lib/rest/etag";

describe("a tag", () => {
  test("has the version before a hash of the answer, which is another for another answer", () => {
    expect(tagOf("{}", 7)).toMatch(/^"7-[\w-]{22}"$/);
    expect(tagOf("{}")).toMatch(/^"[\w-]{22}"$/);
    expect(tagOf("{}", 7)).not.toBe(tagOf('{"a":1}', 7));
  });

  test.each([
    [null, false],
    ["*", true],
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['"b"', false],
    ["a", false],
  ])("is named by If-None-Match %j: %s", (header, expected) => {
    expect(isNamed(header, '"a"')).toBe(expected);
  });

  test.each([
    ["*", "any"],
    ['"7-abc"', [7]],
    ['"7"', [7]],
    ['"7-abc", "8-x_y"', [7, 8]],
    ['W/"7-abc"', []],
    ['"abc"', []],
    ["7", null],
    ["", null],
    ['"7', null],
    ['"7" "8"', null],
  ])("of If-Match %j has the versions %j", (header, expected) => {
    expect(readVersions(header)).toEqual(expected);
  });

  test.each([
    [null, true],
    ["any" as const, true],
    [[6, 7], true],
    [[6], false],
    [[], false],
  ])("with %j goes for version 7: %s", (versions, expected) => {
    expect(isThere(versions, 7)).toBe(expected);
  });
});
