import { beforeEach, expect, test } from "vitest";
import { type ImportChoices, NO_CHOICES } from "@/lib/imports/choices";
import { commitImport } from "@/lib/imports/commands/commit";
import { selectRows } from "@/lib/imports/commands/rows";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { hashPasswords } from "@/lib/imports/jobs/hash";
import { plannedMessages } from "@/lib/imports/planned-messages";
import { countReachable } from "@/lib/imports/row-queries";
import type { Actor } from "@/lib/permissions/actor";
import type { UserField } from "@/lib/users/fields";
import { detailsOf, jobOf, prepareRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import { makeHome, makeUser, type TestOrganization, unwrap } from "@/tests/support/product-people";

type Sending = Pick<ImportChoices, "notify" | "password">;

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
});

const HEADER = "First name,Last name,Access email,Mobile phone";
const MATCHING: UserField[] = ["firstName", "lastName", "accessEmail", "mobilePhone"];

/** New people, one of them left out and one wrong, and somebody who is there already and is changed. */
async function prepare(passwords: string[] | null = null) {
  for (const [name, fields] of [
    ["pending", { activatedAt: null }],
    ["active", {}],
    ["away", { activatedAt: null, suspendedAt: new Date() }],
  ] as const)
    await makeUser(organization, { accessEmail: `${name}@x.example`, lastName: "Old", ...fields });
  const lines = [
    "Ada,Adams,ada@x.example,+442074559485",
    "Ben,Bell,ben@x.example,",
    "Cy,Cole,cy@x.example,+442074559486",
    "Dee,Dunn,wrong,+442074559487",
    "Eve,Ede,eve@x.example,+442074559488",
    "Pen,Ding,pending@x.example,+442074559489",
    "Act,Ive,active@x.example,",
    "Aw,Ay,away@x.example,",
  ];
  const rows = passwords ? lines.map((line, index) => `${line},${passwords[index] ?? ""}`) : lines;
  const header = passwords ? `${HEADER},Password` : HEADER;
  const found = await prepareRun(admin, [header, ...rows].join("\n"), {
    mode: "both",
    matchKey: "accessEmail",
    matching: passwords ? [...MATCHING, "password"] : MATCHING,
  });
  unwrap(await selectRows(admin, found.id, { lines: [4] }, false));
  if (passwords) await hashPasswords(jobOf(admin, found.id));
  return detailsOf(admin, found.id);
}

/** What was planned by what is chosen, and what carrying it out has queued. */
async function planAndCommit(importId: string, sending: Sending) {
  const { emails, sms, lacking } = plannedMessages(await countReachable(admin, importId), sending);
  const { planVersion } = await detailsOf(admin, importId);
  const choices = { ...NO_CHOICES, ...sending };
  unwrap(await commitImport(admin, importId, { planVersion, onError: "skip", choices }));
  await carryOutImport(jobOf(admin, importId));
  expect((await detailsOf(admin, importId)).state).toBe("done");
  const rows = await adminQuery("SELECT method FROM messages WHERE import_id = $1", [importId]);
  const count = (wanted: string) => rows.filter(({ method }) => method === wanted).length;
  return { planned: [emails, sms, lacking], queued: [count("email"), count("sms")] };
}

test.each([
  ["none", "link", [0, 0, 0]],
  ["email", "link", [3, 0, 0]],
  ["sms", "link", [0, 2, 1]],
  ["both", "link", [3, 2, 1]],
  ["email", "generated", [3, 0, 0]],
  ["sms", "generated", [0, 2, 1]],
] as const)("what is planned by %s with %s is what is queued", async (notify, password, expected) => {
  const { id } = await prepare();
  const { planned, queued } = await planAndCommit(id, { notify, password });
  expect(planned).toEqual(expected);
  expect(queued).toEqual(expected.slice(0, 2));
});

const SECRET = "plainly-to-be-found";
const OF_FILE = [1, null, 3, 4, null, 6, 7, 8].map((each) => (each ? `${SECRET}-${each}` : ""));

test.each([
  ["none", "link", [0, 0, 0]],
  ["email", "link", [2, 0, 0]],
  ["both", "link", [2, 1, 1]],
  ["email", "chosenSent", [4, 0, 0]],
] as const)("of a file with passwords, by %s with %s", async (notify, password, expected) => {
  const { id } = await prepare(OF_FILE);
  const { planned, queued } = await planAndCommit(id, { notify, password });
  expect(planned).toEqual(expected);
  expect(queued).toEqual(expected.slice(0, 2));
});
