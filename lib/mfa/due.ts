/** What is asked of somebody who has to have a second step and has none: from when, and whether they put it off today. */
export type SecondStepDue = { at: Date; postponed: boolean };

/**
 * Whether somebody has to set a second step up before anything else (`must`), is asked to and may put it off (`may`), or
 * has nothing to do.
 */
export function setUpOwed(due: SecondStepDue | null, now: Date): "must" | "may" | null {
  if (!due) return null;
  if (due.at <= now) return "must";
  return due.postponed ? null : "may";
}
