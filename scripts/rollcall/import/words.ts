import type { FileImport, Standing } from "@/lib/setup/import-file";

const BAR_CHARACTERS = 30;

const PHASES: Partial<Record<Standing["state"], string>> = {
  uploading: "Sending the file",
  reading: "Reading the file",
  matching: "Matching columns",
  parsing: "Judging rows",
  hashing: "Making passwords ready",
  committing: "Importing",
};

/** What is under way, in words; null when nothing is. */
export const phaseOf = ({ state }: Standing): string | null => PHASES[state] ?? null;

/** What is wrong with options that have a few values to choose from, each problem naming all of them. */
export function choiceProblems(
  given: Record<string, string | undefined>,
  choices: Record<string, readonly string[]>,
): string[] {
  return Object.entries(choices).flatMap(([option, values]) => {
    const value = given[option];
    if (value === undefined || values.includes(value)) return [];
    return `--${option}: there is no "${value}". It is ${values.slice(0, -1).join(", ")} or ${values.at(-1)}.`;
  });
}

/** One line with a bar, as wide as what is done of the whole. */
export function progressBar(standing: Standing): string {
  const { rowsDone, rowCount, passwords, state } = standing;
  const [done, all, unit] =
    state === "hashing" && passwords
      ? [passwords.ready, passwords.wanted, "passwords"]
      : [rowsDone, rowCount, "rows"];
  const share = all === 0 ? 0 : Math.min(1, done / all);
  const filled = Math.floor(share * BAR_CHARACTERS);
  const bar = "█".repeat(filled) + "░".repeat(BAR_CHARACTERS - filled);
  return `${(phaseOf(standing) ?? "").padEnd(24)} ${bar} ${digits(done)} of ${digits(all)} ${unit}`;
}

/** What an import comes to, its first issues, and how it ended, line by line. */
export function reportOf({ outcome, why, import: found, issues }: FileImport, page: string): string[] {
  const { rows, create, update, unchanged, skipped, invalid } = found;
  const counts: [number, string][] = [
    [create, outcome === "done" ? "created" : "to create"],
    [update, outcome === "done" ? "updated" : "to update"],
    [unchanged, "unchanged"],
    [skipped, "skipped"],
    [invalid, "with errors"],
  ];
  const plan = counts.map(([count, word]) => `${digits(count)} ${word}`).join(", ");
  const unmatched = found.columns
    .filter(({ field }) => field === null)
    .map(({ header }) => header || "(no header)");
  return [
    ...(rows > 0 ? [`${digits(rows)} rows: ${plan}.`] : []),
    ...(unmatched.length > 0 ? [`Left out: ${unmatched.join(", ")}.`] : []),
    ...issues.map(({ line, message }) => `  line ${line}: ${message}`),
    ...(invalid > issues.length ? ["  …"] : []),
    ...(why ? [why] : []),
    ...(SHEET_REFUSALS.has(found.refusal?.code ?? "") ? ["Name the sheet with --sheet."] : []),
    ENDS[outcome],
    ...(outcome === "refused" && found.state === "review" ? [`See it at ${page}`] : []),
  ];
}

const SHEET_REFUSALS: ReadonlySet<string> = new Set(["sheet_not_chosen", "sheet_missing"]);

const ENDS: Record<FileImport["outcome"], string> = {
  done: "Done.",
  planned: "Nothing was written: this was a dry run.",
  refused: "Nothing was imported.",
};

const digits = (count: number) => count.toLocaleString("en");
