/** More than so many people at once, or than this share of all that a connection keeps, are not suspended unasked. */
export const PEOPLE_MAX = 50;
export const SHARE_MAX = 0.1;

/** Those of so many hours count together, so that many do not leave a few at a time. */
export const WITHIN_HOURS = 24;

/**
 * Whether somebody has to allow it first that so many people are suspended.
 * @param leaving who would be suspended now
 * @param recent who was within the last hours, without anybody having allowed it
 * @param kept how many people the connection keeps, those who leave included
 */
export function needsWord(leaving: number, recent: number, kept: number): boolean {
  if (leaving === 0) return false;
  const all = leaving + recent;
  // One person is no mass, in however small an organization.
  return all > PEOPLE_MAX || all > Math.max(1, kept * SHARE_MAX);
}
