import { expect, test } from "vitest";
import { judgeProof, proofName, proofValue, type TxtAnswer } from "@/lib/domains/proof";

const judge = (answer: TxtAnswer) => judgeProof("acme.example", "abc", answer);

test("the proof stands at a name of its own and says whose it is", () => {
  expect(proofName("acme.example")).toBe("_rollcall-challenge.acme.example");
  expect(proofValue("abc")).toBe("rollcall-domain=abc");
});

test("one text of several is enough, and blanks around it are none of its own", () => {
  for (const texts of [["rollcall-domain=abc"], ["v=spf1 -all", " rollcall-domain=abc "]])
    expect(judge({ found: "texts", texts })).toEqual({ isProven: true, words: "acme.example is proven." });
});

test.each([
  ["rollcall-domain=abd"],
  ["rollcall-domain=ABC"],
  ["rollcall-domain="],
  ["abc"],
  ["x rollcall-domain=abc"],
  [""],
])("%s proves nothing and is shown", (text) => {
  const { isProven, words } = judge({ found: "texts", texts: [text] });
  expect(isProven).toBe(false);
  expect(words).toContain(`has another value: “${text}”.`);
});

test("long, many and strange texts are shortened", () => {
  const texts = ["x".repeat(300), "a\u0007b", "c", "d", "e"];
  const { words } = judge({ found: "texts", texts });
  expect(words).toContain(`“${"x".repeat(80)}…”, “a?b”, “c” and 2 more`);
});

test("what is not there is said as what it is", () => {
  expect(judge({ found: "nothing", domainExists: true }).words).toMatch(
    /^There is no TXT record at _rollcall-/,
  );
  expect(judge({ found: "nothing", domainExists: false }).words).toMatch(
    /^The DNS knows no domain acme\.example/,
  );
  expect(judge({ found: "timeout" }).words).toMatch(/did not answer in time/);
  expect(judge({ found: "failure" }).words).toMatch(/had an error for acme/);
});
