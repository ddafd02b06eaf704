import type { Owner } from "@/scripts/rollcall/owner";

/** A named argument: required unless it is a flag or has a fallback, which the text names. */
export type Option = { description: string; flag?: boolean; fallback?: string };

export type Values = {
  text: Record<string, string | undefined>;
  flag: Record<string, boolean | undefined>;
  operand?: string;
};

/** `run` gives what is to be printed. */
export type Command = {
  summary: string;
  options: Record<string, Option>;
  /** What it is about, without a name before it; it has to be given, unless the text says what it is otherwise. */
  operand?: { name: string; description: string; isOptional?: true };
  /** What a wrong use ends with, where that is another code than a failure's. */
  usageExitCode?: number;
  run: (owner: Owner, values: Values) => Promise<string>;
};

/** Everything the tool can do, in a few lines. */
export function usage(commands: Record<string, Command>): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    "Usage: npm run rollcall -- <command> [options]",
    "",
    ...lines,
    "",
    "Add --help to a command for its options.",
  ].join("\n");
}

/** One command with its options. */
export function usageOf(name: string, { summary, options, operand }: Command): string {
  const operands = operand ? [[operand.name, operand.description]] : [];
  const named = Object.entries(options).map(([option, { flag, fallback, description }]) => {
    const given = flag ? `--${option}` : `--${option} <value>`;
    return [
      given,
      flag || fallback ? `${description} (optional${fallback ? `; ${fallback}` : ""})` : description,
    ];
  });
  const shown = [...operands, ...named];
  const width = Math.max(0, ...shown.map(([given = ""]) => given.length));
  return [
    `Usage: npm run rollcall -- ${name}${operand ? ` ${operand.isOptional ? `[${operand.name}]` : operand.name}` : ""}${named.length > 0 ? " <options>" : ""}`,
    summary,
    ...(shown.length > 0 ? [""] : []),
    ...shown.map(([given = "", description]) => `  ${given.padEnd(width)}  ${description}`),
  ].join("\n");
}
