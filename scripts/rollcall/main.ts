import { readArguments } from "@/scripts/rollcall/arguments";
import { commands } from "@/scripts/rollcall/commands";
import { withOwner } from "@/scripts/rollcall/owner";
import { usage, usageOf } from "@/scripts/rollcall/usage";
import { Failure } from "@/scripts/shared/failure";

/** `npm run rollcall -- <command>`: what an operator does at the command line. Ends with 0, or with 1 and a reason. */
export async function main(args: string[]): Promise<void> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    console.log(usage(commands));
    return;
  }
  const command = commands[name];
  if (!command) throw new Failure(`There is no command "${name}".\n\n${usage(commands)}`);
  if (rest.includes("--help") || rest.includes("-h")) {
    console.log(usageOf(name, command));
    return;
  }
  const values = readArguments(name, command, rest);
  console.log(await withOwner((owner) => command.run(owner, values)));
}
