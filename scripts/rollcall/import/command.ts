import { constants, openAsBlob } from "node:fs";
import { access } from "node:fs/promises";
import { basename } from "node:path";
import type { Standing } from "@/lib/setup/import-file";
import { choiceProblems, phaseOf, progressBar, reportOf } from "@/scripts/rollcall/import/words";
import type { Owner } from "@/scripts/rollcall/owner";
import type { Command, Values } from "@/scripts/rollcall/usage";
import { codeOf, Failure, reasonOf } from "@/scripts/shared/failure";

const MODES: Record<string, "createOnly" | "updateOnly" | "both"> = {
  create: "createOnly",
  update: "updateOnly",
  both: "both",
};

/** `npm run rollcall -- import FILE …`: ends with 0 when done, 1 when refused, 2 when it was asked for wrongly. */
export const importCommand: Command = {
  summary: "Import people from a file.",
  operand: { name: "FILE", description: "a CSV file or a spreadsheet" },
  usageExitCode: 2,
  options: {
    organization: { description: "slug of the organization" },
    mode: { description: "create, update or both", fallback: "create" },
    "match-key": {
      description: "username, accessEmail or customerCode",
      fallback: "the username if the file has one",
    },
    "on-error": { description: "refuse the file, or skip rows that are wrong", fallback: "skip" },
    "default-country": { description: "of phones without a country code, such as GB", fallback: "none" },
    sheet: { description: "name of the sheet with the people, of a workbook", fallback: "the only one" },
    username: {
      description: "local@domain of the admin whose rights it has",
      fallback: "the longest-standing active one",
    },
    "dry-run": { description: "only show what would be done", flag: true },
    json: { description: "print the result as JSON", flag: true },
  },
  run: importPeople,
};

async function importPeople(owner: Owner, { text, flag, operand = "" }: Values): Promise<string> {
  const { apiImportOptions } = await import("@/lib/imports/api-options");
  const unknown = choiceProblems(text, {
    mode: Object.keys(MODES),
    "match-key": apiImportOptions.shape.matchKey.unwrap().options,
    "on-error": apiImportOptions.shape.onError.unwrap().options,
  });
  if (unknown.length > 0) throw new Failure(unknown.join("\n"), 2);
  const given = {
    mode: MODES[text.mode ?? "create"],
    matchKey: text["match-key"],
    onError: text["on-error"],
    defaultCountry: text["default-country"],
    sheet: text.sheet,
  };
  const options = apiImportOptions.safeParse(given);
  if (!options.success) {
    const words = options.error.issues.map(
      ({ path, message }) => `--${OPTION_OF[String(path[0])]}: ${message}`,
    );
    throw new Failure(words.join("\n"), 2);
  }
  const body = await openFile(operand);
  const { operatorIn } = await import("@/lib/setup/operator");
  const { importFile } = await import("@/lib/setup/import-file");
  const { routes } = await import("@/lib/routes");
  const { publicUrl } = await import("@/lib/env");
  const { organization = "", username } = text;
  const actor = await owner.transaction((tx) =>
    operatorIn(tx, { organization, ...(username ? { username } : {}) }),
  );
  if (!actor.ok) throw new Failure(actor.error.message, 2);
  const show = progressShower(flag.json ?? false);
  const { startWork } = await import("@/scripts/rollcall/import/work");
  const work = await startWork();
  try {
    const file = { name: basename(operand), sizeBytes: body.size, body: body.stream() };
    const choice = { options: options.data, isDryRun: flag["dry-run"] ?? false };
    const imported = await importFile(actor.value, file, choice, { work: work.wait, tell: show.tell });
    show.end();
    if (!imported.ok) throw new Failure(imported.error.message);
    const page = publicUrl() + routes.import(organization, imported.value.import.id);
    const report = flag.json
      ? JSON.stringify(
          { ...imported.value.import, outcome: imported.value.outcome, issues: imported.value.issues },
          null,
          2,
        )
      : reportOf(imported.value, page).join("\n");
    if (imported.value.outcome === "refused") process.exitCode = 1;
    return report;
  } finally {
    await work.stop();
  }
}

const OPTION_OF: Record<string, string> = {
  mode: "mode",
  matchKey: "match-key",
  onError: "on-error",
  defaultCountry: "default-country",
  sheet: "sheet",
};

async function openFile(path: string): Promise<Blob> {
  try {
    await access(path, constants.R_OK);
    return await openAsBlob(path);
  } catch (error) {
    throw new Failure(`The file ${path} cannot be read: ${codeOf(error) ?? reasonOf(error)}.`, 2);
  }
}

/** A bar that moves at a terminal, a line for each step elsewhere, and nothing where only JSON is wanted. */
function progressShower(isQuiet: boolean): { tell: (standing: Standing) => void; end: () => void } {
  if (isQuiet) return { tell: () => undefined, end: () => undefined };
  let last: string | null = null;
  if (!process.stdout.isTTY) {
    const tell = (standing: Standing) => {
      const phase = phaseOf(standing);
      if (phase && phase !== last) console.log(`${phase} …`);
      last = phase;
    };
    return { tell, end: () => undefined };
  }
  const clear = () => process.stdout.write("\r\u001b[2K");
  return {
    tell(standing) {
      clear();
      if (phaseOf(standing)) process.stdout.write(progressBar(standing));
    },
    end: clear,
  };
}
