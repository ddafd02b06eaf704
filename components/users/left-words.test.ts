import { expect, test } from "vitest";
import { doingInWords } from "@/components/users/bulk-words";
import { leftInWords } from "@/components/users/left-words";
import { NOBODY_LEFT } from "@/lib/users/many/left-out";

test("says of those who stayed as they were how many there are for each reason", () => {
  expect(leftInWords(NOBODY_LEFT)).toBeNull();
  expect(leftInWords({ ...NOBODY_LEFT, gone: 1 })).toBe("1 person stayed as they were: 1 removed by then.");
  expect(leftInWords({ gone: 3, beyond: 2, same: 0, unreached: 1200 })).toBe(
    "1,205 people stayed as they were: 3 removed by then; 2 with rights beyond those of who did it; 1,200 not come to.",
  );
});

test("says what is being done to how many", () => {
  expect(doingInWords("suspend", 3200)).toBe("Suspending 3,200 people");
  expect(doingInWords("joinGroup", 1)).toBe("Adding 1 person to a group");
});
