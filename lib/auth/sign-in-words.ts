/** Why signing in did not work, in words that tell nobody whether an account exists. The page finds them by the code. */
export const SIGN_IN_WORDS = {
  unauthenticated: "The username or the password is not right, or the account may not sign in.",
  throttled: "Too many tries. Wait a minute, or a quarter of an hour when you read this again.",
  network:
    "This organization lets people sign in from its own networks only, and yours is none of them. Go to one of them, or ask your administrator.",
  hours:
    "This organization lets people sign in at certain hours only, and now is none of them. Try again then.",
  provider:
    "That did not work. In this organization people sign in with their organization’s own sign-in: choose it below. Whoever keeps a password there has typed a wrong one.",
  signOn:
    "Your organization’s sign-in did not let you in here. Try again; if it stays so, ask your administrator, who finds the reason in the audit log.",
  signOnOver: "That took too long, or was begun in another browser. Begin again.",
  busy: "Many people are signing in. Try again in a moment.",
  unavailable: "Signing in does not work at the moment. Try again in a minute.",
} as const;

/** The words for the code in the page's address, where anything may stand. */
export function signInProblem(code: string): string {
  const words: Readonly<Record<string, string>> = SIGN_IN_WORDS;
  return (Object.hasOwn(words, code) ? words[code] : undefined) ?? "Signing in did not work. Try again.";
}
