import { describe, expect, test } from "vitest";
import {
  goLiveProblem,
  importChoicesSchema,
  NO_CHOICES,
  presetChoicesSchema,
  presetName,
} from "@/lib/imports/choices";

describe("a go-live moment", () => {
  const now = new Date("2026-11-22T04:00:00Z");
  const goLiveIn = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

  test("lies ahead, and within a year", () => {
    expect(goLiveProblem(goLiveIn(1), now, null)).toBeNull();
    expect(goLiveProblem(goLiveIn(364 * 1440), now, null)).toBeNull();
    expect(goLiveProblem(now, now, null)).toMatch(/still to come/);
    expect(goLiveProblem(goLiveIn(366 * 1440), now, null)).toMatch(/within a year/);
  });

  test("comes before the file's passwords are gone", () => {
    expect(goLiveProblem(goLiveIn(59), now, goLiveIn(60))).toBeNull();
    expect(goLiveProblem(goLiveIn(60), now, goLiveIn(60))).toMatch(/before 2026-11-22 05:00 UTC/);
  });
});

test("choices are all there, and nothing beside them", () => {
  expect(importChoicesSchema.parse({ ...NO_CHOICES, note: "  x " })).toEqual({ ...NO_CHOICES, note: "x" });
  const preset = { ...NO_CHOICES, mode: "both", onError: "skip" };
  expect(presetChoicesSchema.parse(preset)).toEqual(preset);
  const keyed = { ...preset, matchKey: "customerCode" };
  expect(presetChoicesSchema.parse(keyed)).toEqual(keyed);
  expect(presetChoicesSchema.safeParse({ ...preset, matchKey: "shoeSize" }).success).toBe(false);
  for (const wrong of [
    { ...NO_CHOICES, notify: "pigeon" },
    { ...NO_CHOICES, goLiveAt: "2026-12-01" },
    { ...NO_CHOICES, grants: { by: "group", groups: [] } },
    { ...NO_CHOICES, note: "x".repeat(1001) },
  ])
    expect(importChoicesSchema.safeParse(wrong).success).toBe(false);
});

test("a preset's name is one line, and there is one", () => {
  expect(presetName.parse("  Weekly \n hires ")).toBe("Weekly hires");
  for (const wrong of ["", "  ", "x".repeat(81)]) expect(presetName.safeParse(wrong).success).toBe(false);
});
