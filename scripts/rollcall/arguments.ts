import { parseArgs } from "node:util";
import { type Command, usageOf, type Values } from "@/scripts/rollcall/usage";
import { Failure, reasonOf } from "@/scripts/shared/failure";

/**
 * Reads a command's options.
 * @throws Failure that names what is missing or unknown, with the command's usage
 */
export function readArguments(name: string, command: Command, args: string[]): Values {
  const options = Object.entries(command.options);
  const values = parse(name, command, args);
  const missing = options.filter(([option, { flag, fallback }]) => !flag && !fallback && !values[option]);
  if (missing.length > 0) {
    const names = missing.map(([option]) => `--${option}`).join(", ");
    throw new Failure(`${names} must be given.\n\n${usageOf(name, command)}`);
  }
  const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === "string";
  const isFlag = (entry: [string, unknown]): entry is [string, boolean] => typeof entry[1] === "boolean";
  const entries = Object.entries(values);
  return {
    text: Object.fromEntries(entries.filter(isText)),
    flag: Object.fromEntries(entries.filter(isFlag)),
  };
}

function parse(name: string, command: Command, args: string[]): Record<string, unknown> {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([option, { flag }]) => [
      option,
      { type: flag ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw new Failure(`${reasonOf(error)}\n\n${usageOf(name, command)}`);
  }
}
