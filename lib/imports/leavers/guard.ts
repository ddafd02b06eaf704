/** Above this share of the active people it takes the number in words to suspend those who are not in a file. */
const SHARE_MAX = 0.1;

/** Whether so many people are more than one suspends in passing. `active` are all who can sign in or may do so yet. */
export const needsWords = (count: number, active: number): boolean => count > active * SHARE_MAX;

/** Whether a file that lacks so many people is likely to hold only some on purpose: it lacks more than half of them. */
export const looksPartial = (lacking: number, active: number): boolean => lacking > active / 2;

/** Why somebody who is not in the file is not suspended all the same. */
export const STAYS_BECAUSE = {
  self: "this is you",
  above: "holds rights that you do not hold",
  lastAdmin: "is the last active admin",
} as const;
export type StaysReason = keyof typeof STAYS_BECAUSE;

/** What an import keeps of the choice: who made it, for how many, and what came of it when all are done. */
export type LeaversChoice = {
  by: unknown;
  count: number;
  /** ISO 8601. */
  chosenAt: string;
  result?: { suspended: number; left: number };
};
