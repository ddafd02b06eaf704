import { isMadeOf, knownPasswords } from "@/lib/credentials/password-strength";
import type { JudgeContext } from "@/lib/imports/rows/judge";

/**
 * Judges the passwords of a file, which work once: none is common, leaked, or made of what its own row says. How hard
 * the rest are to guess is judged where people choose one that stays: it takes milliseconds each.
 */
export async function filePasswordJudge(organization: string): Promise<JudgeContext["judgePassword"]> {
  const isKnown = await knownPasswords();
  return (password, values) => {
    if (isKnown(password)) return { code: "password_known", message: KNOWN };
    const person = { firstName: "", lastName: "", username: "", ...values, organization };
    return isMadeOf(password, person) ? { code: "password_personal", message: PERSONAL } : null;
  };
}

const KNOWN = "Password is on the lists of known passwords. Choose another one.";
const PERSONAL =
  "Password is made of this person’s own name, address, number or organization. Choose one that is about nobody.";
