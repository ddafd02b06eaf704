import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { embeddedState } from "@/scripts/postgres/embedded";
import { waitForEnd } from "@/scripts/shared/processes";
import { projectDir } from "@/scripts/shared/project";
import {
  afterwards,
  countNotes,
  newDir,
  note,
  pidFileOf,
  query,
  serverPidOf,
  start,
} from "@/tests/support/embedded";

const isRoot = process.getuid?.() === 0;

describe("the embedded Postgres, when something is killed,", () => {
  test("starts after kill -9 of its server, with every committed row", async () => {
    const dataDir = newDir("embedded");
    const first = await start(dataDir, true);
    await note(first.ownerUrl);
    // Computes and never looks up: such a session does not notice by itself that its server is gone.
    const loop =
      "DO $$ BEGIN WHILE clock_timestamp() < now() + interval '1 min' LOOP PERFORM 1; END LOOP; END $$";
    const busy = query(first.ownerUrl, loop).catch(() => "lost");
    await sleep(300);
    process.kill(serverPidOf(first.clusterDir), "SIGKILL");
    const second = await start(dataDir);
    expect(await countNotes(second.ownerUrl)).toBe(1);
    expect(await busy).toBe("lost");
  });

  test("replaces a server that an earlier start left running", async () => {
    const dataDir = newDir("embedded");
    const first = await start(dataDir);
    await note(first.ownerUrl);
    const orphan = serverPidOf(first.clusterDir);
    const second = await start(dataDir);
    expect(serverPidOf(second.clusterDir)).not.toBe(orphan);
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(await countNotes(second.ownerUrl)).toBe(1);
  });

  test("is not misled by another process that got the dead server's id, and leaves that process alone", async () => {
    const dataDir = newDir("embedded");
    const first = await start(dataDir, true);
    await note(first.ownerUrl);
    const content = readFileSync(pidFileOf(first.clusterDir), "utf8");
    process.kill(serverPidOf(first.clusterDir), "SIGKILL");
    await waitForEnd(serverPidOf(first.clusterDir), 5_000);
    // As the server's own user, whose processes it believes to be other servers.
    const { uid, gid } = statSync(first.clusterDir);
    const bystander = spawn("/bin/sleep", ["60"], isRoot ? { uid, gid } : {});
    afterwards(() => void bystander.kill());
    writeFileSync(pidFileOf(first.clusterDir), content.replace(/^\d+/, String(bystander.pid)));
    const second = await start(dataDir);
    expect(await countNotes(second.ownerUrl)).toBe(1);
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  });

  test("stops by itself when the process that started it is killed", async () => {
    const dataDir = newDir("embedded");
    const script = join(dataDir, "hold.mjs");
    writeFileSync(
      script,
      `import { register } from "tsx/esm/api";
       register({ tsconfig: ${JSON.stringify(join(projectDir, "tsconfig.json"))} });
       const { startEmbedded } = await import(${JSON.stringify(join(projectDir, "scripts/postgres/embedded.ts"))});
       await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, accountSetting: undefined, durable: false });
       console.log("up");
       setInterval(() => {}, 1000);`,
    );
    symlinkSync(join(projectDir, "node_modules"), join(dataDir, "node_modules"));
    const holder = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(holder.stdout, "data");
    const clusterDir = join(dataDir, embeddedState(dataDir)?.clusterDir ?? "");
    const server = serverPidOf(clusterDir);
    holder.kill("SIGKILL");
    expect(await waitForEnd(server, 10_000)).toBe(true);
    expect(existsSync(pidFileOf(clusterDir))).toBe(false);
  });
});
