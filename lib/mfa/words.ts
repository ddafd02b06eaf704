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
  keeper:
    "You keep your password beside single sign-on, and that takes a second step. Add another way before you remove this one.",
  keeperOther:
    "They keep their password beside single sign-on, and that takes a second step. Take them off the list on the page “Single sign-on” first.",
  off: "Your organization has turned the second step off.",
} as const;
