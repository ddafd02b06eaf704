const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** For so long a delivery is tried again, and a webhook may fail until it is switched off. */
export const GIVE_UP_AFTER_MS = 24 * HOUR_MS;

const WAITS_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
];
const WAIT_MS_MAX = 2 * HOUR_MS;

/** How long to wait after that many failed tries of one delivery; an answer may ask for more, up to two hours. */
export function waitAfter(tries: number, askedMs = 0): number {
  const own = WAITS_MS[Math.max(1, tries) - 1] ?? WAIT_MS_MAX;
  return Math.min(Math.max(own, askedMs), WAIT_MS_MAX);
}

/** After so many failures on end one delivery alone goes out at a time, to see whether anybody is there. */
export const FAILURES_TO_PAUSE = 5;

const PAUSE_MS_MAX = 10 * MINUTE_MS;

/** How long nothing is sent to a webhook after that many failures on end; null while it is spared nothing. */
export function pauseAfter(failures: number): number | null {
  if (failures < FAILURES_TO_PAUSE) return null;
  return Math.min(waitAfter(failures - FAILURES_TO_PAUSE + 1), PAUSE_MS_MAX);
}
