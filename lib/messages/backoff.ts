/** A message is given up after so many tries, which take four days (RFC 5321, 4.5.4.1: "at least 4-5 days"). */
export const ATTEMPTS_MAX = 52;

const FIRST_WAIT_MS = 30_000;
const WAIT_MS_MAX = 2 * 3_600_000;

/** How long to wait after that many failed tries: 30 s, then four times as long each time, two hours at most. */
export function waitAfter(attempts: number): number {
  return Math.min(FIRST_WAIT_MS * 4 ** Math.max(0, attempts - 1), WAIT_MS_MAX);
}
