import { expect, test } from "vitest";
import { OPTIONAL_FIELDS } from "@/lib/organizations/input";
import { MANDATORY_PRESETS, presetOf } from "@/lib/organizations/mandatory-presets";

test("presets are of fields that an organization may ask for, and each is found again", () => {
  for (const preset of MANDATORY_PRESETS) {
    for (const field of preset.fields) expect(OPTIONAL_FIELDS).toContain(field);
    expect(presetOf([...preset.fields].reverse(), preset.value)).toBe(preset);
    expect(presetOf(preset.fields)?.fields).toEqual(preset.fields);
    expect(presetOf(preset.fields, "gone")?.fields).toEqual(preset.fields);
  }
  expect(presetOf(["udid"])).toBeNull();
  expect(presetOf(["mobilePhone", "udid"], "loginDetails")).toBeNull();
});

test("each source asks for what its own document calls mandatory", () => {
  expect(MANDATORY_PRESETS.map(({ value, fields }) => [value, fields])).toEqual([
    // S0: first name, last name and email; mobile phone and other email are optional.
    ["pin", []],
    // S1: first name, last name and email.
    ["file", []],
    // S2: the mobile phone too; business phone, company, customer code and UDID are optional.
    ["loginDetails", ["mobilePhone"]],
    // S3: the phone that codes of the second step go to.
    ["secondStep", ["mobilePhone"]],
    // S4: what is required; it names nothing more.
    ["telephony", []],
  ]);
});
