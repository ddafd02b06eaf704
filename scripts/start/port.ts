import { Failure } from "@/scripts/shared/failure";
import { portIsFree } from "@/scripts/shared/ports";
import { holderOf } from "@/scripts/start/lock";

/**
 * Finds out, before anything else is done, whether the web server will get its port.
 * @throws Failure that names the setting, and says so when it is this very installation that has the port
 */
export async function checkPort(port: number, dataDir: string): Promise<void> {
  try {
    if (await portIsFree(port, ["0.0.0.0", "::", "127.0.0.1"])) return;
  } catch (error) {
    throw new Failure(`PORT: this user may not listen on port ${port}: ${(error as Error).message}`);
  }
  const holder = holderOf(dataDir);
  if (holder) throw new Failure(`Rollcall already runs here: process ${holder.pid}, at ${holder.url}.`);
  throw new Failure(
    `PORT: another program listens on port ${port} of this machine.\n` +
      `End that program, or choose another port: PORT=${port + 1} npm start`,
  );
}
