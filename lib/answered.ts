import { fail, type Result } from "@/lib/result";

/**
 * A server action's answer, or words for its absence: a lost connection, or a server that is just being exchanged.
 * @param isTyped whether the screen keeps what somebody typed, which is said then
 */
export function answered<T>(answer: Promise<Result<T>>, { isTyped = false } = {}): Promise<Result<T>> {
  const words = "The server did not answer. Try again.";
  return answer.catch(() => fail("unavailable", isTyped ? `${words} Nothing typed is lost.` : words));
}
