import { expect, test } from "vitest";
import { readPinDraft, usualPin } from "@/lib/credentials/pins/draft";
import { PIN_USUAL } from "@/lib/credentials/pins/shape";

test("what a form begins with is a PIN that may be made", () => {
  expect(readPinDraft(usualPin("system", PIN_USUAL))).toEqual({
    pin: { digits: null, uses: 1, hours: 24 },
    issues: {},
  });
});

test("one's own digits may stand in groups", () => {
  expect(readPinDraft({ ...usualPin("own", PIN_USUAL), digits: "482 917 " }).pin.digits).toBe("482917");
});

test("each field says what is wrong with it", () => {
  const { issues } = readPinDraft({ source: "own", digits: "123456", uses: "", hours: "169" });
  expect(issues).toEqual({
    digits: expect.stringMatching(/easy to guess/),
    uses: "Uses: a number from 1 to 100.",
    hours: "Hours: at most 168.",
  });
});
