import { workerCommand } from "@/scripts/children/commands";
import { runService } from "@/scripts/children/service";

/** `npm run worker`: one worker process. There may be any number of them, on any number of machines. */
export async function main(): Promise<void> {
  await runService((environment) => workerCommand(environment), 15_000);
}
