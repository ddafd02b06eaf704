import { webCommand } from "@/scripts/children/commands";
import { runService } from "@/scripts/children/service";

/** `npm run web`: one web process. There may be any number of them, on any number of machines. */
export async function main(): Promise<void> {
  await runService((environment, port) => webCommand(environment, port, false), 15_000);
}
