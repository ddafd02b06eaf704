/** What went wrong with one input; `path` names the field. */
export type FieldIssue = { path: string; message: string };

export type FailureCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "notFound"
  | "conflict"
  /** An address of the API takes other methods than this one. */
  | "methodNotAllowed"
  /** What is to be changed is no longer the version that was said. */
  | "preconditionFailed"
  /** Nobody has said which version is to be changed. */
  | "preconditionRequired"
  /** An idempotency key was used for something else. */
  | "keyReused"
  /** A request's body is longer than any may be. */
  | "tooLong"
  | "throttled"
  /** The organization lets nobody in from that network. */
  | "network"
  /** The organization lets nobody in at that hour. */
  | "hours"
  /** The organization's people sign in with its own provider. */
  | "provider"
  /** Too much at once for the moment; nobody did anything wrong. */
  | "busy"
  /** There was no answer. */
  | "unavailable"
  /** The product has failed, and its log says how. */
  | "internal";

/** A refusal as a value: words for a person and, where input was wrong, what and where. */
export type Failure = { code: FailureCode; message: string; issues?: FieldIssue[] };

export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export function fail(code: FailureCode, message: string, issues?: FieldIssue[]): Result<never> {
  return { ok: false, error: issues ? { code, message, issues } : { code, message } };
}

/** Says of each field of a form what is wrong with it. */
export const invalidFields = (issues: FieldIssue[]) =>
  fail("invalid", "Some fields need another look.", issues);

export const forbidden = () => fail("forbidden", "You may not do this.");

export const absence = (what: string): Failure => ({
  code: "notFound",
  message: `This ${what} does not exist.`,
});

export const notFound = (what: string): Result<never> => ({ ok: false, error: absence(what) });
