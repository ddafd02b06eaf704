import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findAccount } from "@/scripts/postgres/account";
import { canRun, copyBinaries, findBinaries } from "@/scripts/postgres/binaries";
import { embeddedState } from "@/scripts/postgres/embedded";
import { unusualPlaces } from "@/scripts/postgres/place";
import { findFreePort } from "@/scripts/shared/ports";
import { afterwards, countNotes, newDir, note, serverPidOf, start } from "@/tests/support/embedded";
import { startProgram, untilPrinted } from "@/tests/support/product";

const isRoot = process.getuid?.() === 0;

describe.runIf(isRoot)("as root", () => {
  test("runs as another user, and leaves the files to that user", async () => {
    const embedded = await start(newDir("embedded"));
    const account = findAccount(undefined);
    expect(account?.uid).toBeGreaterThan(0);
    expect(statSync(join(embedded.clusterDir, "data")).uid).toBe(account?.uid);
    const status = readFileSync(`/proc/${serverPidOf(embedded.clusterDir)}/status`, "utf8");
    expect(Number(/^Uid:\t(\d+)/m.exec(status)?.[1])).toBe(account?.uid);
  });

  test("puts the data elsewhere when that user may not enter the data directory", async () => {
    const locked = newDir("locked");
    chmodSync(locked, 0o700);
    const dataDir = join(locked, ".rollcall");
    mkdirSync(dataDir);
    const first = await start(dataDir);
    expect(first.clusterDir).toMatch(/^\/var\/lib\/rollcall\/[0-9a-f]{12}$/);
    expect(statSync(first.clusterDir).mode & 0o777).toBe(0o700);
    await note(first.ownerUrl);
    await first.stop();
    const second = await start(dataDir);
    expect(second.clusterDir).toBe(first.clusterDir);
    expect(await countNotes(second.ownerUrl)).toBe(1);
  });

  test("says at every start where that is", async () => {
    const locked = newDir("locked");
    chmodSync(locked, 0o700);
    const dataDir = join(locked, ".rollcall");
    const environment = { PORT: String(await findFreePort(Math.random)), ROLLCALL_DATA_DIR: dataDir };
    afterwards(() => rmSync(embeddedState(dataDir)?.clusterDir ?? "-", { recursive: true, force: true }));
    for (const time of ["first", "second"]) {
      const program = startProgram(["scripts/start.mjs"], { environment });
      await untilPrinted(program, `could not reach ${dataDir}.`);
      program.child.kill("SIGTERM");
      await once(program.child, "exit");
      const { clusterDir } = embeddedState(dataDir) ?? {};
      expect([time, program.output()]).toEqual([
        time,
        expect.stringContaining(`The data of Postgres lies in ${clusterDir}, because its user, `),
      ]);
    }
  });

  test("does not take over a database whose data directory was deleted, and keeps it", async () => {
    const locked = newDir("locked");
    chmodSync(locked, 0o700);
    const dataDir = join(locked, ".rollcall");
    mkdirSync(dataDir);
    const first = await start(dataDir);
    await note(first.ownerUrl);
    rmSync(dataDir, { recursive: true });
    mkdirSync(dataDir);
    const second = await start(dataDir);
    await expect(countNotes(second.ownerUrl)).rejects.toThrow(/does not exist/);
    const parent = join(first.clusterDir, "..");
    const aside = readdirSync(parent).find((name) => join(parent, name).startsWith(`${first.clusterDir}-`));
    expect(aside).toBeDefined();
    afterwards(() => rmSync(join(parent, aside ?? "-"), { recursive: true }));
  });

  test("copies the programs to where that user can run them", async () => {
    const account = findAccount(undefined);
    const binaries = findBinaries();
    const locked = newDir("locked");
    const open = newDir("open");
    chmodSync(locked, 0o700);
    symlinkSync(join(binaries.nativeDir, ".."), join(locked, "package"));
    const nativeDir = join(locked, "package", "native");
    expect(await canRun(account, nativeDir)).toBe(false);
    const copy = copyBinaries({ ...binaries, nativeDir }, open);
    expect(await canRun(account, copy)).toBe(true);
    expect(copyBinaries(binaries, open)).toBe(copy);
  });

  test("says where each of the two lies, unless it is the usual place", () => {
    const account = { uid: 26, gid: 26, name: "postgres" };
    const { nativeDir } = findBinaries();
    const usual = { account, nativeDir, clusterDir: "/data/postgres" };
    expect(unusualPlaces(usual, "/data")).toEqual([]);
    expect(
      unusualPlaces({ account, nativeDir: "/else/programs", clusterDir: "/else/data" }, "/data"),
    ).toEqual([
      "The data of Postgres lies in /else/data, because its user, postgres, could not reach /data.",
      `The programs of Postgres lie in /else/programs, because its user, postgres, could not reach ${nativeDir}.`,
    ]);
  });

  test("names the setting when the user it names does not exist", () => {
    expect(() => findAccount("nobody-at-all")).toThrow(/ROLLCALL_POSTGRES_USER.*nobody-at-all/);
    expect(() => findAccount("root")).toThrow(/ROLLCALL_POSTGRES_USER/);
  });
});
