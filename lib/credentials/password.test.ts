import { describe, expect, test } from "vitest";
import {
  PASSWORD_CODE_POINTS_MAX,
  PASSWORD_CODE_POINTS_MIN,
  passwordIssue,
} from "@/lib/credentials/password";

const own = ["Maximiliane", "Featherstonehaugh", "maximiliane.f@rollcall.example"];

describe("a password will do", () => {
  test.each([
    "correct horse battery staple",
    "fünfzehn Zeichen",
    "🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🐤🦆",
    "     spaces and tabs\t     ",
    "maximiliane likes green tea",
    "featherstonehaugh and 12345678",
    "=cmd|' /C calc'!A0 ",
    "abcde".repeat(51),
  ])("%j", (password) => {
    expect(passwordIssue(password, own)).toBeNull();
  });

  test("at either end of the length that is allowed, in code points", () => {
    const letters = "abcdefghijklmnopqrstuvwxyz".repeat(10);
    expect(passwordIssue(letters.slice(0, PASSWORD_CODE_POINTS_MIN), [])).toBeNull();
    expect(passwordIssue(letters.slice(0, PASSWORD_CODE_POINTS_MAX), [])).toBeNull();
    expect(passwordIssue(letters.slice(0, PASSWORD_CODE_POINTS_MIN - 1), [])).toMatch(/at least 15/);
    expect(passwordIssue(letters.slice(0, PASSWORD_CODE_POINTS_MAX + 1), [])).toMatch(/at most 256/);
  });
});

describe("a password will not do", () => {
  test.each([
    ["", /at least 15/],
    ["short", /at least 15/],
    ["e\u0301".repeat(14), /at least 15/],
    ["🦊".repeat(14), /at least 15/],
    ["x".repeat(100_000), /at most 256/],
    ["aaaaaaaaaaaaaaa", /different/],
    ["abababababababab", /different/],
    ["AaBbAaBbAaBbAaBb", /different/],
    ["               ", /different/],
    ["maximiliane.featherstonehaugh", /your own name/],
    ["FEATHERSTONEHAUGH1", /your own name/],
    ["maximiliane.f@rollcall.example", /your own name/],
    ["featherstonehaugh maximiliane 1234", /your own name/],
  ])("%j", (password, issue) => {
    expect(passwordIssue(password, own)).toMatch(issue);
  });
});

test("names of one or two letters and empty ones count for nothing", () => {
  expect(passwordIssue("ng ng ng banana boat", ["Ng", "A", "", "@."])).toBeNull();
});
