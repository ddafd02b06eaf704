import { USER_FIELD_INFO } from "@/lib/users/fields";
import { canonical, problem, type Reading } from "@/lib/users/reading";
import { lengthOf } from "@/lib/users/text";

export const PASSWORD_LENGTH_MIN = 8;

/**
 * Judges the length of a password in code points, as typed: white space counts. A password that passes reads as
 * blank, and no message repeats one, so that it goes nowhere from here.
 */
export function judgePasswordLength(password: string): Reading<never> {
  const { lengthMax } = USER_FIELD_INFO.password;
  if (password === "" || (password.length >= 2 * PASSWORD_LENGTH_MIN && password.length <= lengthMax)) {
    return canonical("");
  }
  const length = lengthOf(password);
  if (length < PASSWORD_LENGTH_MIN) {
    return problem(
      "password_too_short",
      `Password is too short: at least ${PASSWORD_LENGTH_MIN} characters are needed.`,
    );
  }
  return length > lengthMax
    ? problem("password_too_long", `Password is too long: at most ${lengthMax} characters fit.`)
    : canonical("");
}
