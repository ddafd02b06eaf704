import { expect, test } from "vitest";
import { OPTIONAL_FIELDS } from "@/lib/organizations/input";
import { MANDATORY_PRESETS, presetOf } from "@/lib/organizations/mandatory-presets";

test("presets are of fields that an organization may ask for, and each is found again", () => {
  for (const preset of MANDATORY_PRESETS) {
    for (const field of preset.fields) expect(OPTIONAL_FIELDS).toContain(field);
    expect(presetOf([...preset.fields].reverse())).toBe(preset);
  }
  expect(presetOf(["udid"])).toBeNull();
  expect(presetOf(["mobilePhone", "udid"])).toBeNull();
});
