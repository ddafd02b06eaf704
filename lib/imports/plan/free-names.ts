import type { Issue } from "@/lib/imports/issues";
import type { PlannedRow } from "@/lib/imports/plan/plan";
import { usernameVariants } from "@/lib/users/username";

const VARIANTS_TRIED = 50;

/** The usernames to look up in the directory before `offerFreeNames`, each once. */
export function freeNameCandidates(rows: readonly PlannedRow[]): string[] {
  const wanted = new Set(rows.filter(findNameIssue).map(({ values }) => values.username ?? ""));
  return [...wanted].flatMap((username) => usernameVariants(username, VARIANTS_TRIED));
}

/**
 * The rows with the next free username, in words and as a suggestion, where theirs is somebody else's, in the directory or further up
 * in the file: no two rows get the same one. `takenUsernames` holds those of `freeNameCandidates` that the directory has.
 */
export function offerFreeNames(
  rows: readonly PlannedRow[],
  takenUsernames: ReadonlySet<string>,
): PlannedRow[] {
  const usedInFile = new Set(rows.map(({ values }) => values.username ?? ""));
  return rows.map((row) => {
    const wanted = findNameIssue(row);
    if (!wanted || wanted.suggestion) return row;
    const free = usernameVariants(row.values.username ?? "", VARIANTS_TRIED).find(
      (username) => !takenUsernames.has(username) && !usedInFile.has(username),
    );
    if (!free) return row;
    usedInFile.add(free);
    const offer = { ...wanted, message: `${wanted.message} ${free} is free.`, suggestion: free };
    return { ...row, issues: row.issues.map((issue) => (issue === wanted ? offer : issue)) };
  });
}

/** The issue that another username would settle. Of rows that share one, the first may keep it. */
function findNameIssue({ fate, issues, line }: PlannedRow): Issue | undefined {
  if (fate !== "invalid") return undefined;
  return issues.find(
    ({ code, field, lines }) =>
      code === "username_taken" ||
      (code === "duplicate" && field === "username" && (lines?.[0] ?? line) < line),
  );
}
