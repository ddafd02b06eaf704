import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { ensureProgram } from "../support/programs";
import { baseUrl, dataDir } from "./accounts";

const folder = mkdtempSync(join(tmpdir(), "rollcall-terminal-"));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const unique = (what: string) => `${what}${Date.now().toString(36)}${test.info().retry}`;

/** Runs the command line as an operator does. */
function rollcall(...args: string[]): { code: number | null; output: string } {
  const environment = { ...process.env, ROLLCALL_DATA_DIR: dataDir, NODE_ENV: "production" as const };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/rollcall.mjs", ...args], {
    encoding: "utf8",
    env: environment,
  });
  return { code: status, output: stdout + stderr };
}

function fileOf(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

test("a file is imported at a terminal, and the exit code says what came of it", async () => {
  const last = unique("Terminal");
  const good = fileOf(
    "good.csv",
    "First name,Last name,Email",
    `Ada,${last},ada.${last}@mail.example`,
    `Ben,${last},ben.${last}@mail.example`,
  );
  const tried = rollcall("import", good, "--organization", "acme", "--mode", "both", "--dry-run");
  expect(tried).toMatchObject({ code: 0, output: expect.stringContaining("2") });
  const done = rollcall("import", good, "--organization", "acme", "--mode", "both", "--json");
  expect(done.code).toBe(0);
  const json = JSON.parse(done.output.slice(done.output.indexOf("{"))) as Record<string, unknown>;
  expect(json).toMatchObject({ state: "done", outcome: "done" });
  const again = rollcall("import", good, "--organization", "acme", "--mode", "both", "--dry-run");
  expect(again.output).toMatch(/2 unchanged/);

  const bad = fileOf("bad.csv", "First name,Last name,Email", `,${last},wrong`);
  const refused = rollcall("import", bad, "--organization", "acme", "--on-error", "refuse");
  expect(refused.code).toBe(1);
  expect(rollcall("import", join(folder, "none.csv"), "--organization", "acme").code).toBe(2);
  expect(rollcall("import", good, "--organization", "acme", "--mode", "sideways").code).toBe(2);
  expect(rollcall("import", good, "--organization", "nobody-here").code).toBe(2);
});

/** Every command of the example, as it stands there; between them the import is asked for until it has gone on. */
test("the example of the API's page works with curl as it is written", async () => {
  ensureProgram("curl");
  const last = unique("Curl");
  fileOf("people.csv", "First name,Last name,Email", `Cleo,${last},cleo.${last}@mail.example`, `,${last},x`);
  const printed = rollcall("api-key", "--organization", "acme", "--scope", "imports.write");
  const key = /rollcall_[\w-]+/.exec(printed.output)?.[0] ?? "";
  expect(key).not.toBe("");
  const page = readFileSync("docs/api.md", "utf8");
  const example = /## An import\s+```sh\n([\s\S]+?)```/.exec(page)?.[1] ?? "";
  const commands = example
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((each) => each.startsWith("curl"));
  expect(commands).toHaveLength(7);
  const [send, ask, wrong, errors, commit, , undo] = commands;
  const shell = (command = "", id = "") =>
    execFileSync("bash", ["-c", command], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, URL: `${baseUrl}/api/v1/imports`, KEY: key, ID: id },
    });
  const read = (command?: string, id?: string) => JSON.parse(shell(command, id)) as Record<string, unknown>;
  const id = String(read(send).id);
  const state = (wanted: string) => expect.poll(() => read(ask, id).state, { timeout: 60_000 }).toBe(wanted);
  await state("review");
  expect(read(ask, id)).toMatchObject({ rows: 2, create: 1, invalid: 1, planVersion: 1 });
  expect(read(wrong, id).rows).toMatchObject([{ line: 3, fate: "invalid" }]);
  shell(errors, id);
  expect(readFileSync(join(folder, "people-errors.csv"), "utf8")).toContain("First name is missing");
  shell(commit, id);
  await state("done");
  shell(undo, id);
  await state("undone");
});
