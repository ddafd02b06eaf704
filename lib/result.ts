/** What went wrong with one input; `path` names the field. */
export type FieldIssue = { path: string; message: string };

export type FailureCode = "invalid" | "forbidden" | "notFound" | "conflict" | "throttled" | "unauthenticated";

/** A refusal as a value: words for a person and, where input was wrong, what and where. */
export type Failure = { code: FailureCode; message: string; issues?: FieldIssue[] };

export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export function fail(code: FailureCode, message: string, issues?: FieldIssue[]): Result<never> {
  return { ok: false, error: issues ? { code, message, issues } : { code, message } };
}

export const forbidden = () => fail("forbidden", "You may not do this.");

export const notFound = (what: string) => fail("notFound", `This ${what} does not exist.`);
