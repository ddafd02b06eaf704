/** NIST SP 800-63B-4 §3.1.1.2: at least 15 characters where the password is the only factor. */
export const PASSWORD_CODE_POINTS_MIN = 15;
export const PASSWORD_CODE_POINTS_MAX = 256;

/** What is wrong with a new password, in words; null when nothing is. `own` are the person's names and addresses. */
export function passwordIssue(password: string, own: string[]): string | null {
  const text = password.normalize("NFC");
  const length = Array.from(text).length;
  if (length < PASSWORD_CODE_POINTS_MIN) {
    return `Use at least ${PASSWORD_CODE_POINTS_MIN} characters; a few words in a row do well.`;
  }
  if (length > PASSWORD_CODE_POINTS_MAX) return `Use at most ${PASSWORD_CODE_POINTS_MAX} characters.`;
  if (new Set(text.toLowerCase()).size < 5) return "Use more than a few different characters.";
  const rest = own
    .flatMap((part) => part.toLowerCase().split(/[@.\s]+/))
    .filter((part) => part.length > 2)
    .reduce((left, part) => left.replaceAll(part, ""), text.toLowerCase());
  return Array.from(rest).length < 8 ? "Do not make it of your own name or address." : null;
}
