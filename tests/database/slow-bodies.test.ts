import { beforeEach, expect, test, vi } from "vitest";
import { POST as edit } from "@/app/api/imports/[importId]/edits/route";
import { PATCH as selectRows } from "@/app/api/imports/[importId]/rows/route";
import { POST as printSheet } from "@/app/api/organizations/[org]/users/qr-sheet/route";
import { POST as commit } from "@/app/api/v1/imports/[importId]/commit/route";
import { PATCH as changeRow } from "@/app/api/v1/imports/[importId]/rows/[line]/route";
import { withOrganization } from "@/lib/db";
import { createImport } from "@/lib/imports/commands/file";
import { receiveFile } from "@/lib/imports/upload";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { apiRequest, makeApiKey } from "@/tests/support/api";
import { prepareRun } from "@/tests/support/import-runs";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  makeOrganization,
  makeSession,
  makeUser,
  personOf,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const signedIn = vi.hoisted(() => ({ actor: null as unknown }));
vi.mock("@/lib/auth/guard", () => ({ findActor: async () => signedIn.actor }));
vi.mock("@/lib/auth/sessions", () => ({ signedIn: async () => null }));

// Whoever sends slowly is asked for when all of it has come.

let organization: TestOrganization;
let user: Awaited<ReturnType<typeof makeUser>>;
let admin: Actor;
let importId: string;
beforeEach(async () => {
  organization = await makeOrganization();
  user = await makeUser(organization, { role: "admin" });
  admin = actorOf(user, organization);
  signedIn.actor = admin;
  importId = (await prepareRun(admin, "E-mail\nx@mail.example\n", { matching: ["accessEmail"] })).id;
});

/** A body whose second half comes once something else has happened. */
function slow(text: string, meanwhile: () => Promise<unknown>): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let half = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        half += 1;
        if (half === 1) return controller.enqueue(bytes.subarray(0, 5));
        await new Promise((resolve) => setTimeout(resolve, 50));
        await meanwhile();
        controller.enqueue(bytes.subarray(5));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

const init = (method: string, asked: unknown, meanwhile: () => Promise<unknown>) =>
  ({ method, body: slow(JSON.stringify(asked), meanwhile), duplex: "half" }) as RequestInit;

const params = () => Promise.resolve({ importId, org: organization.slug, line: "2" });
const EDIT = { kind: "cells", line: 2, cells: [{ column: 0, value: "y@mail.example" }] };

type Params = ReturnType<typeof params>;
type Route = (request: Request, context: { params: Params }) => Promise<Response>;

test.each<[string, Route, string, () => unknown]>([
  ["an edit", edit, "POST", () => EDIT],
  ["a choice of rows", selectRows, "PATCH", () => ({ selected: false, rows: { lines: [2] } })],
  ["a sheet", printSheet, "POST", () => ({ selection: { ids: [user.id] }, paper: "a4" })],
])("%s of somebody who is signed out meanwhile", async (_, route, method, asked) => {
  const before = await snapshot();
  const signOut = async () => {
    signedIn.actor = null;
  };
  const url = `http://rollcall.example/api?organization=${organization.slug}`;
  const answer = await route(new Request(url, init(method, asked(), signOut)), { params: params() });
  expect(answer.status).toBe(401);
  expect(await snapshot()).toEqual(before);
});

test.each<[string, Route, string, unknown]>([
  ["a row", changeRow, "PATCH", { values: { accessEmail: "y@mail.example" } }],
  ["a commit", commit, "POST", { planVersion: 1 }],
])("%s by a key that is revoked meanwhile", async (_, route, method, asked) => {
  const { id, secret } = await makeApiKey(admin);
  // A key that is not good is counted, and nothing else is written.
  const written = async () => {
    const { imports, import_rows, audit_events } = await snapshot();
    return { imports, import_rows, audit_events };
  };
  let before: unknown;
  const revoke = async () => {
    await adminQuery("UPDATE api_keys SET revoked_at = now() WHERE id = $1", [id]);
    before = await written();
  };
  const answer = await route(apiRequest("/api/v1", secret, init(method, asked, revoke)), {
    params: params(),
  });
  expect(answer.status).toBe(401);
  expect(await written()).toEqual(before);
  // Nobody was let in by it at the beginning either.
  expect(await adminQuery("SELECT last_used_at FROM api_keys WHERE id = $1", [id])).toEqual([
    { last_used_at: null },
  ]);
});

test("a file of somebody whose session ends meanwhile", async () => {
  const sessionId = await makeSession(user);
  const actor = actorIn(personOf(user, sessionId), organization);
  if (!actor) throw new Error("They have nothing to do there.");
  const text = "E-mail\nx@mail.example\n";
  const { id } = unwrap(await createImport(actor, { name: "people.csv", sizeBytes: text.length }));
  const end = () =>
    withOrganization(organization.id, (tx) =>
      tx.session.updateMany({ where: { id: sessionId }, data: { endedAt: new Date() } }),
    );
  expect(codeOf(await receiveFile(actor, id, slow(text, end)))).toBe("unauthenticated");
  expect(await adminQuery("SELECT 1 FROM import_parts WHERE import_id = $1", [id])).toEqual([]);
});
