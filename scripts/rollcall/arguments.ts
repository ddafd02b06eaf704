import { parseArgs } from "node:util";
import { type Command, usageOf, type Values } from "@/scripts/rollcall/usage";
import { Failure, reasonOf } from "@/scripts/shared/failure";

/**
 * Reads a command's options.
 * @throws Failure that names what is missing or unknown, with the command's usage
 */
export function readArguments(name: string, command: Command, args: string[]): Values {
  const options = Object.entries(command.options);
  const { values, positionals } = parse(name, command, args);
  const [operand, ...more] = positionals;
  const refuse = (words: string) =>
    new Failure(`${words}\n\n${usageOf(name, command)}`, command.usageExitCode);
  if (more.length > 0 || (operand !== undefined && !command.operand))
    throw refuse(`"${more[0] ?? operand}" is too much.`);
  if (command.operand && !command.operand.isOptional && operand === undefined)
    throw refuse(`${command.operand.name} must be given.`);
  const missing = options.filter(([option, { flag, fallback }]) => !flag && !fallback && !values[option]);
  if (missing.length > 0) {
    const names = missing.map(([option]) => `--${option}`).join(", ");
    throw refuse(`${names} must be given.`);
  }
  const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === "string";
  const isFlag = (entry: [string, unknown]): entry is [string, boolean] => typeof entry[1] === "boolean";
  const entries = Object.entries(values);
  return {
    text: Object.fromEntries(entries.filter(isText)),
    flag: Object.fromEntries(entries.filter(isFlag)),
    ...(operand === undefined ? {} : { operand }),
  };
}

function parse(
  name: string,
  command: Command,
  args: string[],
): { values: Record<string, unknown>; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([option, { flag }]) => [
      option,
      { type: flag ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new Failure(`${reasonOf(error)}\n\n${usageOf(name, command)}`, command.usageExitCode);
  }
}
