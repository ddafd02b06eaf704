import { expect, test } from "vitest";
import { grantsSchema } from "@/lib/permissions/grants-schema";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";

const id = (index: number) => `0190a1b2-0000-7000-8000-${String(index).padStart(12, "0")}`;
const mirror = (without: string[]) =>
  grantsSchema.safeParse({ by: "mirror", userId: id(0), role: "user", accessProfile: null, without });

test("what a mirror leaves out is each line once, and never more lines than there can be", () => {
  expect(mirror(["role", id(1), "role", id(1)]).data).toMatchObject({ without: ["role", id(1)] });
  const groups = Array.from({ length: 50 }, (_, index) => id(index));
  expect(mirror(["role", "accessProfile", ...groups, ...ALL_PERMISSIONS]).success).toBe(true);
  expect(mirror(["role", "accessProfile", ...groups, ...ALL_PERMISSIONS, id(50)]).success).toBe(false);
});
