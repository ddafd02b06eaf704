import { describe, expect, test } from "vitest";
import { apiCommit, apiImportOptions, onErrorFor } from "@/lib/imports/api-options";

describe("the options of an import", () => {
  test.each([
    [{}],
    [{ organization: "acme", mode: "createOnly", onError: "refuse" }],
    [{ columns: { Login: "username", Shoe: null }, defaultCountry: "GB", hasHeader: true }],
    [{ columns: ["firstName", null] }],
    [{ defaultCountry: null }],
    [{ password: "file", notify: "email", permissions: { role: "user", accessProfile: null } }],
    [{ permissions: { mirror: "ada@acme.example" }, addressBook: true, note: "Weekly" }],
    [{ services: ["Mail"], whenShort: "wait", extensions: { type: "web", forceLogin: true } }],
  ])("may be %j", (options) => {
    expect(apiImportOptions.parse(options)).toEqual(options);
  });

  test.each([
    [{ mode: "replaceAll" }],
    [{ onError: "ignore" }],
    [{ columns: { Login: "shoeSize" } }],
    [{ defaultCountry: "gb" }],
    [{ onErorr: "skip" }],
    [{ notify: "pigeon" }],
    [{ services: "Mail" }],
    [{ whenShort: "steal" }],
    [{ extensions: { type: "pigeon" } }],
    [{ password: "keep" }],
    [{ permissions: { role: "king" } }],
    [{ permissions: { mirror: "ada@acme.example", role: "user" } }],
    [[]],
    [null],
    ["createOnly"],
  ])("may not be %j", (options) => {
    expect(apiImportOptions.safeParse(options).success).toBe(false);
  });
});

test("a commit names a plan", () => {
  expect(apiCommit.parse({ planVersion: 1 })).toEqual({ planVersion: 1 });
  const goLiveAt = "2026-12-01T08:00:00+01:00";
  expect(apiCommit.parse({ planVersion: 1, goLiveAt }).goLiveAt).toEqual(new Date(goLiveAt));
  for (const wrong of [
    { planVersion: 1, goLiveAt: "tomorrow" },
    { planVersion: 1, goLiveAt: "2026-12-01T08:00" },
    {},
    { planVersion: "1" },
    { planVersion: 1.5 },
    { planVersion: 1, force: true },
  ])
    expect(apiCommit.safeParse(wrong).success).toBe(false);
});

test("wrong rows are left out, unless the file has passwords or the program says otherwise", () => {
  expect(onErrorFor(undefined, ["firstName"])).toBe("skip");
  expect(onErrorFor(undefined, ["firstName", "password"])).toBe("refuse");
  expect(onErrorFor("skip", ["password"])).toBe("skip");
  expect(onErrorFor("refuse", [])).toBe("refuse");
});
