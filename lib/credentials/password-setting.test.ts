import { describe, expect, test } from "vitest";
import {
  credentialsOf,
  isChosen,
  PASSWORD_SETTINGS,
  settingInfo,
  settingOf,
  settingsFor,
  waysToTell,
} from "@/lib/credentials/password-setting";

test("a form offers all, rows what needs no typing, and a file with passwords what becomes of them", () => {
  for (const place of ["form", "typedRows"] as const)
    expect(settingsFor(place, true)).toEqual(["link", "linkSent", "generated", "chosenSent", "chosen"]);
  expect(settingsFor("rows", true)).toEqual(["link", "linkSent", "generated"]);
  expect(settingsFor("rowsWithPasswords", true)).toEqual(["chosen", "linkSent", "chosenSent"]);
});

test("whoever may give no credentials has nothing to choose", () => {
  expect(settingsFor("form", false)).toEqual(["link"]);
  expect(settingsFor("rows", false)).toEqual(["link"]);
  expect(settingsFor("rowsWithPasswords", false)).toEqual(["chosen"]);
});

describe("an import keeps a setting", () => {
  test.each([false, true])("and shows it again; with passwords in its file: %s", (hasPasswords) => {
    for (const setting of settingsFor(hasPasswords ? "rowsWithPasswords" : "rows", true))
      expect(settingOf(credentialsOf(setting), hasPasswords)).toBe(setting);
  });

  test("as links where it does not go with the rows", () => {
    expect(settingOf({ notify: "email", password: "generated" }, true)).toBe("linkSent");
    expect(settingOf({ notify: "email", password: "chosenSent" }, false)).toBe("linkSent");
    expect(settingOf({ notify: "none", password: "generated" }, false)).toBe("link");
  });
});

test("every setting has its words at every place, and those that somebody types are known", () => {
  for (const setting of PASSWORD_SETTINGS)
    for (const place of ["form", "typedRows", "rows", "rowsWithPasswords"] as const)
      expect(settingInfo(setting, place).label).not.toBe("");
  expect(PASSWORD_SETTINGS.filter(isChosen)).toEqual(["chosenSent", "chosen"]);
});

test("a form tells by e-mail what is sent, by SMS whatever there is to tell, and a generated password once", () => {
  const ways = (bySms: boolean) =>
    PASSWORD_SETTINGS.map((setting) => `${setting}: ${waysToTell(setting, bySms).join(" ")}`);
  expect(ways(false)).toEqual([
    "link: ",
    "linkSent: email",
    "generated: email",
    "chosenSent: email",
    "chosen: ",
  ]);
  expect(ways(true)).toEqual([
    "link: ",
    "linkSent: email sms",
    "generated: sms",
    "chosenSent: email sms",
    "chosen: sms",
  ]);
});
