import type { FailureCode } from "@/lib/result";

/** What each refusal means, for whoever reads the document. */
export const REFUSAL_WORDS: Record<FailureCode, string> = {
  invalid: "Something that was sent is wrong; `errors` name each field.",
  unauthenticated: "There is no valid key.",
  forbidden: "The key, or whoever made it, may not do this.",
  network: "The organization takes requests from its own networks only.",
  hours: "The organization lets people in at certain hours only.",
  provider: "The organization’s people sign in with its own provider.",
  notFound: "There is no such thing.",
  methodNotAllowed: "The address takes other methods.",
  conflict: "It cannot be done as things stand.",
  preconditionFailed: "It is no longer the version that If-Match names.",
  preconditionRequired: "If-Match is missing.",
  keyReused: "The Idempotency-Key was used for another request.",
  tooLong: "The body is longer than any may be.",
  throttled: "Too many requests: wait as long as Retry-After says.",
  busy: "Too much is asked for at once: try again in a moment.",
  unavailable: "There was no answer.",
  internal: "Something went wrong on the product’s side.",
};
