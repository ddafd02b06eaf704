import { expect, test } from "vitest";
import { SIGN_IN_WORDS, signInProblem } from "@/lib/auth/sign-in-words";

test.each(Object.entries(SIGN_IN_WORDS))("says why: %s", (code, words) => {
  expect(signInProblem(code)).toBe(words);
});

test.each(["", "constructor", "CredentialsSignin"])("says the least of what it does not know: %s", (code) => {
  expect(signInProblem(code)).toBe("Signing in did not work. Try again.");
});
