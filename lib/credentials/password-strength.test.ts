import { describe, expect, test } from "vitest";
import { judgePassword, personalWords } from "@/lib/credentials/password-strength";

const policy = { lengthMin: 15 };
const person = {
  firstName: "Maximiliane",
  lastName: "Featherstonehaugh",
  username: "max.f@rollcall.example",
  accessEmail: "maximiliane.f@mail.example",
  otherEmail: null,
  company: "Bluebird Logistics",
  mobilePhone: "+491701234987",
  customerCode: "KD-2047-1193-MNZ",
  organization: "Northwind Traders",
};

describe("will do", () => {
  test.each([
    "correct horse battery staple",
    "fünfzehn Zeichen",
    "🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🐤🦆",
    "     spaces and tabs\t     ",
    "maximiliane likes green tea",
    "=cmd|' /C calc'!A0 ",
    "three green parrots sing loudly",
    "Ρόδα, τσάντα και κοπάνα",
    "x1K9vT3mQz8Lw2Rn",
  ])("%j", async (password) => {
    const { issue, score } = await judgePassword(password, policy, person);
    expect(issue).toBeNull();
    expect(score).toBeGreaterThanOrEqual(3);
  });
});

describe("will not do", () => {
  test.each([
    ["too short", /at least 15/],
    ["aaaaaaaaaaaaaaa", /Repeated/],
    ["abababababababab", /Repeated/],
    ["abcde".repeat(51), /Repeated/],
    ["passwordpassword", /Repeated|known/],
    ["iloveyouiloveyou", /Repeated|known/],
    ["Password123456!", /known|easy/],
    ["P@$$w0rd12345678", /known|easy/],
    ["1q2w3e4r5t6y7u8i", /known|easy/],
    ["123456789012345", /known|easy/],
    ["qwertyuiopasdfgh", /known|easy/],
    ["maximiliane.featherstonehaugh", /your own name/],
    ["FEATHERSTONEHAUGH1", /your own name/],
    ["featherstonehaugh maximiliane 1234", /your own name/],
    ["maximiliane.f@mail.example", /your own name/],
    ["max.f@rollcall.example", /your own name/],
    ["Northwind Traders 2026", /your own name/],
    ["bluebird logistics!", /your own name/],
    ["0170 01234987 !", /your own name/],
    ["+491701234987!!", /your own name/],
    ["kd-2047-1193-mnz", /your own name/],
  ])("%j", async (password, words) => {
    const { issue, score } = await judgePassword(password, policy, person);
    expect(issue).toMatch(words);
    expect(score).toBeLessThan(3);
  });
});

test("is judged in good time whatever it is", async () => {
  await judgePassword("read the lists first", policy, person);
  for (const password of ["4@8({[</369&#!1/|0$5+7%2/".repeat(10), "a1".repeat(128), "x".repeat(1_000_000)]) {
    const start = performance.now();
    await judgePassword(password, policy, person);
    expect(performance.now() - start).toBeLessThan(2000);
  }
});

test("names of one or two letters and what is not there count for nothing", async () => {
  const ng = { firstName: "Ng", lastName: "A", username: "ng@x.example", company: null, organization: "Q" };
  expect(personalWords(ng)).toEqual(["ng@x.example", "example"]);
  expect((await judgePassword("ng ng ng banana boat", policy, ng)).issue).toBeNull();
});
