import { customerCodeTaken, type Issue, usernameTaken } from "@/lib/imports/issues";
import type { MatchKey } from "@/lib/imports/plan/modes";
import { rowKeyOf } from "@/lib/imports/plan/people";
import type { JudgedRow } from "@/lib/imports/rows/judge";

type Keys = Record<"usernames" | "accessEmails" | "customerCodes", ReadonlySet<string>>;

export const NO_ISSUES: Issue[] = [];

/** Whether the person of a row is in the directory already. */
export function isInDirectory(row: JudgedRow, directory: Keys, matchKey: MatchKey): boolean {
  const key = rowKeyOf(row, matchKey);
  if (!key) return false;
  return directory[SETS[key.field]].has(key.value);
}

const SETS = {
  username: "usernames",
  accessEmail: "accessEmails",
  customerCode: "customerCodes",
} as const satisfies Record<MatchKey, keyof Keys>;

/** Which of these keys somebody in the directory has. */
export function findTaken(
  { username, customerCode }: { username?: string | null; customerCode?: string | null },
  directory: Keys,
): Issue[] {
  const isNameTaken = Boolean(username) && directory.usernames.has(username ?? "");
  const isCodeTaken = Boolean(customerCode) && directory.customerCodes.has(customerCode ?? "");
  if (!isNameTaken && !isCodeTaken) return NO_ISSUES;
  return [
    ...(isNameTaken ? [usernameTaken(username ?? "")] : []),
    ...(isCodeTaken ? [customerCodeTaken(customerCode ?? "")] : []),
  ];
}
