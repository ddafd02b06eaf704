/** From how many wrong passwords in a row an account is locked, from however many networks they come, and how long at first. */
export type LockPolicy = { attempts: number; minutes: number };

const LOCKED_AGAIN_EVERY = 10;
const DAY_MINUTES = 24 * 60;

/** So many wrong passwords in a row are guessed at most (NIST SP 800-63B-4 §3.2.2); then it is one a day. */
const GUESSES_MAX = 100;

/** What an organization may choose. */
export const LOCK_ATTEMPTS = { min: 5, max: GUESSES_MAX };
export const LOCK_MINUTES = { min: 1, max: DAY_MINUTES };

/** For how many minutes an account is locked after that many wrong passwords in a row; null for not at all. */
export function lockMinutes(failures: number, { attempts, minutes }: LockPolicy): number | null {
  if (failures >= GUESSES_MAX) return DAY_MINUTES;
  const beyond = failures - attempts;
  if (beyond < 0 || beyond % LOCKED_AGAIN_EVERY !== 0) return null;
  return Math.min(minutes * 2 ** (beyond / LOCKED_AGAIN_EVERY), DAY_MINUTES);
}
