/** The ways of a second step. */
export const METHOD_KINDS = ["totp", "passkey", "sms"] as const;
export type MethodKind = (typeof METHOD_KINDS)[number];

export const METHOD_LABELS: Record<MethodKind, string> = {
  totp: "Authenticator app",
  passkey: "Passkey",
  sms: "SMS code",
};

/** What can be typed where a second step is asked for. */
export const CODE_WAYS = ["totp", "sms", "recovery"] as const;
export type CodeWay = (typeof CODE_WAYS)[number];

/** Refusals, the same for all wrong codes whatever is wrong with them. */
export const SECOND_STEP_WORDS = {
  wrong: "That is not right, or it has been used or has expired.",
  throttled: "Too many tries. Wait a quarter of an hour and try again.",
  gone: "This took too long, or it was finished elsewhere. Sign in again.",
  stale: "Show first that it is you.",
  off: "Your organization has turned the second step off.",
} as const;
