/** NIST SP 800-63B-4 §3.1.1.2: at least 15 characters where the password is the only factor. */
export const PASSWORD_CODE_POINTS_MIN = 15;

/** The same where everybody has a second step beside it. */
export const PASSWORD_CODE_POINTS_MIN_WITH_MFA = 8;

export const PASSWORD_CODE_POINTS_MAX = 256;

/** An organization may ask for more than the least, up to this. */
export const PASSWORD_CODE_POINTS_MIN_MAX = 64;

/** What is asked of a password by an organization. */
export type PasswordPolicy = { lengthMin: number };

/** A password as it is judged and hashed: in NFC, as NIST SP 800-63B-4 §3.1.1.2 asks. */
export const canonicalPassword = (password: string): string => password.normalize("NFC");

/** What is wrong with a password's length in code points, in words; null when nothing is. */
export function passwordLengthIssue(password: string, { lengthMin }: PasswordPolicy): string | null {
  const length = Array.from(canonicalPassword(password)).length;
  if (length < lengthMin) return `Use at least ${lengthMin} characters; a few words in a row do well.`;
  return length > PASSWORD_CODE_POINTS_MAX ? `Use at most ${PASSWORD_CODE_POINTS_MAX} characters.` : null;
}

/** What people are told of the length before they type. */
export const passwordHint = ({ lengthMin }: PasswordPolicy): string =>
  `At least ${lengthMin} characters; a few words in a row are easy to remember.`;
