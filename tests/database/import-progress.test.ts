import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { chooseColumns } from "@/lib/imports/commands/columns";
import { commitImport } from "@/lib/imports/commands/commit";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { parseImport } from "@/lib/imports/jobs/parse";
import { readProgress } from "@/lib/imports/queries";
import { detailsOf, jobOf, uploadRun } from "@/tests/support/import-runs";
import { makeHome, unwrap } from "@/tests/support/product-people";

const ROWS = 25_000;
const LOOKS_MS = 20;

test("whoever looks on sees how far it is, while it is judged and while it is carried out", async () => {
  const { admin } = await makeHome();
  const people = Array.from({ length: ROWS }, (_, at) => `Ada,Adams ${at},ada${at}@x.example`);
  const { id } = await uploadRun(admin, `First name,Last name,Email\n${people.join("\n")}\n`);
  const choice = { hasHeader: true, matching: ["firstName", "lastName", "accessEmail"] as const };
  unwrap(await chooseColumns(admin, id, { ...choice, matching: [...choice.matching], defaultCountry: null }));

  const watched = async (state: string, work: Promise<void>) => {
    const seen: number[] = [];
    const settled = work.then(() => true);
    do {
      const standing = await readProgress(admin, id);
      if (standing?.state === state) seen.push(standing.rowsDone);
    } while (!(await Promise.race([settled, sleep(LOOKS_MS, false)])));
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    return seen.filter((rows) => rows > 0 && rows < ROWS);
  };
  expect((await watched("parsing", parseImport(jobOf(admin, id)))).length).toBeGreaterThan(0);
  const { planVersion } = await detailsOf(admin, id);
  unwrap(await commitImport(admin, id, { planVersion, onError: "refuse" }));
  const steps = await watched("committing", carryOutImport(jobOf(admin, id)));
  expect(new Set(steps).size).toBeGreaterThan(1);
  expect(await detailsOf(admin, id)).toMatchObject({ state: "done", result: { created: ROWS } });
});
