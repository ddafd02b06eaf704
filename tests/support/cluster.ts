import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Embedded, startEmbedded } from "@/scripts/postgres/embedded";

export type TemporaryCluster = Embedded & { dataDir: string };

/** A folder of its own below the system's temporary one, which the user that Postgres runs as may enter. */
export function temporaryDir(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `rollcall-${name}-`));
  chmodSync(dir, 0o711);
  return dir;
}

/** A Postgres of the product's own kind that is gone, with all its files, when it is stopped. It is not durable. */
export async function startTemporaryCluster(): Promise<TemporaryCluster> {
  const dataDir = temporaryDir("cluster");
  const embedded = await startEmbedded({ dataDir, accountSetting: undefined, durable: false });
  return {
    ...embedded,
    dataDir,
    async stop() {
      await embedded.stop();
      rmSync(embedded.clusterDir, { recursive: true, force: true });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
