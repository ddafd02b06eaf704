import { expect, test } from "vitest";
import { originInWords, whyInWords } from "@/components/policies/policy-words";
import { organizationState, userState } from "@/lib/policies/state";

const ada = { by: "Ada Adams", at: "2026-03-03T23:30:00.000Z" };
const bob = { by: "Bob Burns", at: "2026-03-04T10:00:00.000Z" };
const nobody = { value: 1, said: null };

test("an organization's value says who set it and when, and what is usual", () => {
  expect(originInWords(organizationState("pinUses", nobody), "organization")).toBe("As usual");
  expect(originInWords(organizationState("pinUses", { value: 3, said: ada }), "organization")).toBe(
    "Set by Ada Adams on 3 Mar 2026. Usual: 1 time",
  );
  expect(originInWords(organizationState("pinUses", { value: 3, said: null }), "organization")).toBe(
    "Set. Usual: 1 time",
  );
});

test("a person's says so too, and what is the organization's, by whom", () => {
  const own = userState("pinUses", { value: 3, said: ada }, { value: 5, said: bob }, 5);
  const words = "Set by Bob Burns on 4 Mar 2026. The organization’s: 3 times, set by Ada Adams on 3 Mar 2026";
  expect(originInWords(own, "person")).toBe(words);
  expect(whyInWords(own)).toBe(words);
  const inherited = userState("pinUses", { value: 3, said: ada }, null, 3);
  expect(originInWords(inherited, "person")).toBe(
    "The organization’s: 3 times, set by Ada Adams on 3 Mar 2026",
  );
  expect(whyInWords(inherited)).toBe("As for everybody: set by Ada Adams on 3 Mar 2026");
  expect(whyInWords(userState("pinUses", nobody, null, 1))).toBe("As for everybody: as usual");
});

test("a value that another policy makes stricter says which one, and who said that", () => {
  const step = userState(
    "mfaPolicy",
    { value: "required", said: ada },
    { value: "optional", said: bob },
    "optional",
  );
  const raised = userState("passwordLengthMin", { value: 8, said: ada }, null, 15, step);
  expect(raised.words).toBe("15 characters");
  const by = `Raised to 15 characters by this person’s policy “Second step: ${step.words}”, set by Bob Burns on 4 Mar 2026`;
  expect(whyInWords(raised)).toBe(`As for everybody: set by Ada Adams on 3 Mar 2026. ${by}`);
  expect(originInWords(raised, "person")).toBe(
    `The organization’s: 8 characters, set by Ada Adams on 3 Mar 2026. ${by}`,
  );
});
