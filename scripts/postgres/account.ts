import { spawn } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { environmentOf } from "@/scripts/children/environment-of";
import { codeOf, Failure } from "@/scripts/shared/failure";

/** A system user that Postgres runs as. */
export type Account = { uid: number; gid: number; name: string };

export type CommandResult = { code: number | null; output: string };

/**
 * The user Postgres runs as: nobody in particular (the caller) unless the caller is root, whom Postgres refuses.
 * @param setting the value of ROLLCALL_POSTGRES_USER
 * @throws Failure when the named user does not exist or is root
 */
export function findAccount(setting: string | undefined): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = parsePasswd(readFileSync("/etc/passwd", "utf8"));
  const wanted = setting ? [setting] : ["rollcall", "postgres", "nobody"];
  const account = wanted.map((name) => accounts.find((one) => one.name === name)).find(Boolean);
  if (account && account.uid !== 0) return account;
  throw new Failure(
    setting
      ? `ROLLCALL_POSTGRES_USER: there is no user "${setting}" other than root on this machine.`
      : "Postgres does not run as root, and this machine has no user rollcall, postgres or nobody.\n" +
          "Make one (useradd --system rollcall) or name one in ROLLCALL_POSTGRES_USER.",
  );
}

/** The user that a folder belongs to, when root is to act in that user's place. */
export function accountOfOwner(path: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = statSync(path);
  return uid === 0 ? undefined : { uid, gid, name: `user ${uid}` };
}

/** The users in the format of passwd(5). */
export function parsePasswd(text: string): Account[] {
  return text
    .split("\n")
    .map((line) => line.split(":"))
    .filter((fields) => fields.length >= 4)
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

/** Whether that user may enter the folder. Asked of the system itself: it knows about ACLs and mounts. */
export async function canEnter(account: Account | undefined, path: string): Promise<boolean> {
  if (!account) return true;
  const { code } = await runAs(account, "/bin/sh", ["-c", 'test -x "$1"', "sh", path]);
  return code === 0;
}

/**
 * Runs a program as another user with an environment that holds none of ours.
 * @returns its exit code and all it printed; code null when a signal ended it
 * @throws Failure when the system does not let us change users
 */
export function runAs(account: Account | undefined, program: string, args: string[]): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...spawnOptions(account), stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => {
      if (codeOf(error) === "EPERM" && account)
        reject(new Failure(`This process runs as root and yet may not act as the user ${account.name}.`));
      else resolve({ code: 127, output: error.message });
    });
    child.once("close", (code) => resolve({ code, output: output.trim() }));
  });
}

/** How to spawn as that user: in a folder everyone may enter, in a session of its own that no Ctrl-C reaches. */
export function spawnOptions(account: Account | undefined) {
  const { PATH, SystemRoot, TEMP } = process.env;
  const onWindows = process.platform === "win32";
  return {
    cwd: onWindows ? undefined : "/",
    env: environmentOf({ PATH, LC_ALL: "C", ...(onWindows && { SystemRoot, TEMP }) }),
    detached: !onWindows,
    ...(account && { uid: account.uid, gid: account.gid }),
  };
}
