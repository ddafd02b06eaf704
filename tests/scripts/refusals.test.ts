import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { canEnter, findAccount } from "@/scripts/postgres/account";
import { findFreePort } from "@/scripts/shared/ports";
import { projectDir } from "@/scripts/shared/project";
import { temporaryDir } from "@/tests/support/cluster";
import { runProgram } from "@/tests/support/product";

const parent = temporaryDir("refusals");
const dataDir = join(parent, "data");
afterAll(() => rmSync(parent, { recursive: true, force: true }));

async function start(environment: Record<string, string>, options = {}) {
  const port = await findFreePort(Math.random);
  return runProgram(["scripts/start.mjs"], {
    environment: { PORT: String(port), ROLLCALL_DATA_DIR: dataDir, ...environment },
    ...options,
  });
}

const closed = ["lib", "scripts", "prisma"];
const files = ["package.json", "package-lock.json", "prisma.config.ts", "tsconfig.json"];

/** A clone that has never been started, and that nobody but root may write to but for its data and the folders `open`. */
function closedClone({ packages, open }: { packages: boolean; open: readonly string[] }): string {
  const clone = temporaryDir("clone");
  const filter = (path: string) => path !== join(projectDir, "lib", "generated");
  for (const name of [...closed, ...files])
    cpSync(join(projectDir, name), join(clone, name), { recursive: true, filter });
  if (packages) symlinkSync(join(projectDir, "node_modules"), join(clone, "node_modules"));
  for (const name of ["data", ...open]) {
    mkdirSync(join(clone, name));
    chmodSync(join(clone, name), 0o777);
  }
  setModes(clone, 0o555);
  return clone;
}

function setModes(clone: string, mode: number): void {
  for (const path of [clone, ...closed.map((name) => join(clone, name))]) chmodSync(path, mode);
}

describe("npm start refuses, with exit code 1 and no stack,", () => {
  test("a Node that is too old, before it needs anything of a newer one", async () => {
    const pretend = "data:text/javascript,Object.defineProperty(process,'version',{value:'v18.20.4'})";
    const { code, output } = await start({}, { nodeOptions: ["--import", pretend] });
    expect(code).toBe(1);
    const { engines } = JSON.parse(readFileSync(join(projectDir, "package.json"), "utf8"));
    expect(output).toContain(`needs Node.js ${engines.node.replaceAll("||", "or")}, and this is v18.20.4`);
    expect(output).not.toContain("    at ");
  });

  test("a setting that is wrong, by its name", async () => {
    const { code, output } = await start({ PORT: "eighty", DATABASE_URL: "mysql://somewhere/else" });
    expect(code).toBe(1);
    expect(output).toMatch(/PORT: .*\n.*DATABASE_URL: /);
    expect(output).not.toContain("    at ");
  });

  test.each(["127.0.0.1", "::"])(
    "a port that another program has on %s, before anything else is done",
    async (host) => {
      const server = createServer().listen(0, host);
      await once(server, "listening");
      const { port } = server.address() as { port: number };
      const { code, output } = await start({ PORT: String(port) });
      server.close();
      expect(code).toBe(1);
      expect(output).toContain(`PORT: another program listens on port ${port}`);
      expect(existsSync(dataDir)).toBe(false);
    },
  );

  test("a database that cannot be reached, without telling its password", async () => {
    const { code, output } = await start({ DATABASE_URL: "postgresql://someone:geheim@127.0.0.1:1/people" });
    expect(code).toBe(1);
    expect(output).toContain(
      '"people" at 127.0.0.1:1, as the user "someone", cannot be reached: nothing listens there',
    );
    expect(output).toContain("DATABASE_URL");
    expect(output).not.toContain("geheim");
    expect(output).not.toContain("    at ");
  });

  test("a data directory that cannot be made", async () => {
    const impossible = join(projectDir, "package.json", "data");
    const { code, output } = await start({ ROLLCALL_DATA_DIR: impossible });
    expect(code).toBe(1);
    expect(output).toContain(`data directory ${impossible} cannot be written`);
    expect(output).toContain("ROLLCALL_DATA_DIR");
  });

  test("a data directory that this user may not write to", async ({ skip }) => {
    const closed = temporaryDir("closed");
    chmodSync(closed, 0o555);
    const account = findAccount(undefined);
    if (account && !(await canEnter(account, projectDir))) skip();
    const { code, output } = await start(
      { ROLLCALL_DATA_DIR: closed },
      account ? { uid: account.uid, gid: account.gid } : {},
    );
    rmSync(closed, { recursive: true });
    expect(code).toBe(1);
    expect(output).toMatch(/cannot be written by the user \S+: EACCES/);
  });

  test.for([
    ["packages", { packages: false, open: [] }, ""],
    ["build", { packages: true, open: [] }, ".next"],
    ["database client", { packages: true, open: [".next"] }, "lib/generated"],
  ] as const)(
    "a clone that this user may not write to, when it lacks its %s",
    async ([, has, folder], { skip }) => {
      const account = findAccount(undefined);
      if (account && !(await canEnter(account, projectDir))) skip();
      const clone = closedClone(has);
      const port = await findFreePort(Math.random);
      const data = join(clone, "data");
      const { code, output } = await runProgram([join(clone, "scripts/start.mjs")], {
        environment: { PORT: String(port), ROLLCALL_DATA_DIR: data },
        ...(account && { uid: account.uid, gid: account.gid }),
      });
      setModes(clone, 0o755);
      rmSync(clone, { recursive: true });
      expect(code).toBe(1);
      expect(output).toContain(`The folder ${join(clone, folder)} cannot be written by `);
      expect(output).toContain(`as the user that ${clone} belongs to`);
      expect(output).not.toContain("    at ");
    },
  );
});

describe("the command line", () => {
  test("shows its commands", async () => {
    const { code, output } = await runProgram(["scripts/rollcall.mjs"]);
    expect(code).toBe(0);
    for (const name of ["create-organization", "create-admin", "reset-admin", "api-key", "demo"])
      expect(output).toContain(name);
  });

  test("refuses a command it does not have, and one that lacks an argument", async () => {
    expect((await runProgram(["scripts/rollcall.mjs", "remove-everything"])).code).toBe(1);
    const { code, output } = await runProgram(["scripts/rollcall.mjs", "reset-admin", "--username", "a"]);
    expect(code).toBe(1);
    expect(output).toContain("--organization must be given");
  });

  test("ends with the closing line also when there is nothing to run", async () => {
    const { code, output } = await runProgram(["scripts/test.mjs", "no-such-step"]);
    expect(code).toBe(1);
    expect(output.trimEnd().split("\n").at(-1)).toBe("0 passed, 1 failed");
  });
});
