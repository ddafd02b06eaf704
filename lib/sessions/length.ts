/** How long sessions last: without a request, and in all. */
export type SessionLength = { idleMinutes: number; hours: number };

export const IDLE_MINUTES = { min: 5, max: 24 * 60 };
export const SESSION_HOURS = { min: 1, max: 30 * 24 };

/** How long a browser keeps the cookie at most. Until when it is good, the session's row says. */
export const COOKIE_SECONDS = SESSION_HOURS.max * 3600;
