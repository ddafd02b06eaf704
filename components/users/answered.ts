import { fail, type Result } from "@/lib/result";

/** An action's answer, or words for its absence: a lost connection, or a server that is just being exchanged. */
export function answered<T>(answer: Promise<Result<T>>): Promise<Result<T>> {
  return answer.catch(() => fail("conflict", "The server did not answer. Nothing typed is lost: try again."));
}
