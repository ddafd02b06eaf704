/** From how many wrong passwords in a row an account is locked, from however many networks they come. */
export const LOCKED_FROM = 50;

const LOCKED_AGAIN_EVERY = 10;
const FIRST_LOCK_MINUTES = 15;

/** So many wrong passwords in a row are guessed at most (NIST SP 800-63B-4 §3.2.2); then it is one a day. */
export const GUESSES_MAX = 100;

const DAY_MINUTES = 24 * 60;

/** For how many minutes an account is locked after that many wrong passwords in a row; null for not at all. */
export function lockMinutes(failures: number): number | null {
  if (failures >= GUESSES_MAX) return DAY_MINUTES;
  const beyond = failures - LOCKED_FROM;
  if (beyond < 0 || beyond % LOCKED_AGAIN_EVERY !== 0) return null;
  return FIRST_LOCK_MINUTES * 2 ** (beyond / LOCKED_AGAIN_EVERY);
}
