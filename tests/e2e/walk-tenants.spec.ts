import { randomUUID } from "node:crypto";
import { type APIRequestContext, type APIResponse, expect, test } from "@playwright/test";
import { ALL_API_SCOPES } from "../../lib/api-keys/scopes";
import { account, baseUrl, requestsOf } from "./accounts";
import { builtEndpoints } from "./endpoints";
import { beginOrganization } from "./organizations";
import { fillVault, MARK, type Vault, vaultContents } from "./vault";

/** Fewer would not try every endpoint with everything that the vault holds. */
const CALLS_MIN = 20_000;
const AT_ONCE = 8;
const DEMO_ROLES = ["admin", "viewer", "billing", "user", "userManagementAdmin", "userManagementViewer"];

type Visitor = { name: string; own: string; requests: APIRequestContext };
type Call = { name: string; ids: string[]; send: (visitor: Visitor) => Promise<APIResponse> };

test.describe.configure({ timeout: 1_200_000 });

/**
 * Every page, method and action of the build, called by everybody who has no business in an organization, with its address and
 * with its ids: nobody lists what there is to call, and nobody lists what there is to find.
 */
test("no call of anybody else shows or changes anything of an organization", async ({ browser }) => {
  const page = await browser.newPage();
  const { organization: slug } = await beginOrganization(page, "Vault");
  await page.close();
  const visitors = await everybody();
  await makeThings(visitors[0]?.requests);
  const vault = await fillVault(slug);
  expect(Object.keys(vault.ids)).toEqual(
    expect.arrayContaining(["userId", "groupId", "importId", "messageId"]),
  );
  const before = await vaultContents(vault);
  let calls = 0;
  const faults: string[] = [];
  for (const [turn, visitor] of visitors.entries()) {
    const all = callsOf(vault, visitor, turn);
    calls += all.length;
    await inParallel(all, async (call) => {
      const problem = await problemOf(call, visitor, vault);
      if (problem) faults.push(`${call.name} by ${visitor.name}: ${problem}`);
    });
  }
  expect(faults.slice(0, 20)).toEqual([]);
  expect(await vaultContents(vault)).toEqual(before);
  // Whoever had been signed out on the way would have proven nothing.
  for (const { name, requests } of visitors.filter(({ name }) => DEMO_ROLES.includes(name)))
    expect((await requests.get("/account")).status(), `${name} at the end`).toBe(200);
  console.log(`${calls} calls, ${Object.keys(before).length} tables, ${vault.all.size} ids to find`);
  expect(calls).toBeGreaterThanOrEqual(CALLS_MIN);
});

async function everybody(): Promise<Visitor[]> {
  const acme = await Promise.all(
    DEMO_ROLES.map(async (name) => ({ name, own: "acme", requests: await requestsOf(account(name)) })),
  );
  const secret = await keyOf(acme[0]?.requests);
  return [
    ...acme,
    { name: "manager", own: "operator", requests: await requestsOf(account("admin", "operator")) },
    { name: "anonymous", own: "acme", requests: await requestsOf(null) },
    {
      name: "a key",
      own: "acme",
      requests: await requestsOf(null, { authorization: `Bearer ${secret}` }),
    },
  ];
}

async function keyOf(admin: APIRequestContext | undefined): Promise<string> {
  const given = { name: "Walk", scopes: ALL_API_SCOPES, expiresInDays: 1 };
  const made = await act(admin, "makeKey", given);
  const secret = /"secret":"([^"]+)"/.exec(made)?.[1];
  expect(secret, made.slice(0, 300)).toBeDefined();
  return secret ?? "";
}

/** What the demo has none of, so that there is something of it to find. */
async function makeThings(admin: APIRequestContext | undefined): Promise<void> {
  const group = {
    id: randomUUID(),
    name: `Walkers ${Date.now()}`,
    description: "Walk",
    permissions: ["users.read"],
  };
  expect(await act(admin, "addGroup", group)).toContain(group.id);
  await act(admin, "openImport", { name: "walk.csv", sizeBytes: 0 });
  await act(admin, "sendTest", { key: "invitation", method: "email" });
}

async function act(
  admin: APIRequestContext | undefined,
  exportedName: string,
  input: unknown,
): Promise<string> {
  const action = built.actions.find(({ name }) => name.endsWith(` ${exportedName}`));
  if (!admin || !action) throw new Error(`The build has no ${exportedName}.`);
  return (await callAction(admin, action, "acme", ["acme", input])).text();
}

const built = builtEndpoints();

function callsOf(vault: Vault, visitor: Visitor, turn: number): Call[] {
  const { own } = visitor;
  return [
    ...built.pages.flatMap((path) => readings(`GET ${path.replace(/\/page$/, "")}`, vault, own)),
    ...built.routes.flatMap((name) => readings(name, vault, own)),
    ...built.actions
      .filter(({ name }) => !name.endsWith(" signOut"))
      .flatMap((each, index) => actings(each, vault, visitor, turn + index)),
  ];
}

/** A page or a method: with the vault's address, with the caller's own, and each parameter as any id that there is. */
function readings(endpoint: string, vault: Vault, own: string): Call[] {
  const [method = "GET", pattern = ""] = endpoint.split(" ");
  const path = pattern.replaceAll(/\/\([^)]+\)/g, "") || "/";
  const organizations = path.includes("[org]") ? [vault.slug, own] : [own];
  const hasOthers = /\[(?!org\])/.test(path);
  const ids = Object.entries(vault.ids);
  return organizations.flatMap((slug) =>
    (hasOthers ? ids : ids.slice(0, 2)).map(([parameter, id]) => {
      const filled = path.replace("[org]", slug).replaceAll(/\[[^\]]+\]/g, id);
      const query = hasOthers
        ? ""
        : `?${new URLSearchParams({ [parameter.replace(/Id$/, "")]: id, q: MARK.slice(0, 5) })}`;
      return {
        name: `${method} ${filled}${query}`,
        ids: [id],
        send: ({ requests }) => requests.fetch(`${filled}${query}`, bodyOf(method, vault, id)),
      };
    }),
  );
}

const bodyOf = (method: string, vault: Vault, id: string) =>
  method === "GET" || method === "HEAD" ? { method } : { method, data: everythingNamed(vault, id) };

/** An action: in the vault's name, and in the caller's own with the vault's ids at every place where one may stand. */
function actings(action: BuiltAction, vault: Vault, { name: who, own }: Visitor, turn: number): Call[] {
  const call = (id: string, args: unknown[]): Call => ({
    name: `${action.name} ${JSON.stringify(args).slice(0, 120)}`,
    ids: [id, ...Object.values(vault.ids)],
    send: ({ requests }) => callAction(requests, action, own, args),
  });
  return Object.entries(vault.ids).flatMap(([parameter, id], index) => {
    const everything = everythingNamed(vault, id);
    const inputs = [id, { id }, { id, version: 1 }, { [parameter]: id }, everything];
    const input = (of: number) => inputs[(turn + index + of) % inputs.length];
    // Whoever may do most is tried with every id in two ways, the others with every second id in one.
    const tried = who === "admin" ? [input(0), input(2)] : (turn + index) % 2 === 0 ? [input(0)] : [];
    const inVault = index < 2 ? [call(id, [vault.slug, input(1)])] : [];
    return [...inVault, ...tried.map((each) => call(id, [own, each]))];
  });
}

/** What an input may be called, each with an id of its kind, and as whom it is for. */
const everythingNamed = (vault: Vault, id: string) => ({
  ...vault.ids,
  id,
  ids: [id],
  version: 1,
  selection: { ids: [vault.ids.userId] },
  kind: "joinGroup",
  change: { kind: "joinGroup", groupId: vault.ids.groupId },
});

type BuiltAction = (typeof built.actions)[number];

function callAction(
  requests: APIRequestContext,
  { id, page }: BuiltAction,
  own: string,
  args: unknown[],
): Promise<APIResponse> {
  const path = page.replace(/\/page$/, "").replaceAll(/\/\([^)]+\)/g, "");
  const url = path.replace("[org]", own).replaceAll(/\[[^\]]+\]/g, "none") || "/";
  const headers = { "next-action": id, "content-type": "text/plain;charset=UTF-8", origin: baseUrl };
  return requests.post(url, { headers, data: JSON.stringify(args) });
}

async function problemOf(call: Call, visitor: Visitor, vault: Vault): Promise<string | null> {
  const answer = await call.send(visitor).catch((error: Error) => error);
  if (answer instanceof Error) return `no answer: ${answer.message.slice(0, 200)}`;
  const body = await answer.text();
  const said = body + JSON.stringify(answer.headers());
  if (said.includes(MARK)) return `words of the vault: ${around(said, MARK)}`;
  const id = said.match(UUID)?.find((each) => vault.all.has(each) && !call.ids.includes(each));
  if (id) return `an id of the vault: ${around(said, id)}`;
  return answer.status() >= 500 ? `${answer.status()} ${body.slice(0, 200)}` : null;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/g;

const around = (text: string, part: string) =>
  text.slice(Math.max(0, text.indexOf(part) - 100), text.indexOf(part) + 60);

async function inParallel<T>(all: T[], run: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  const worker = async () => {
    for (const one of left) await run(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
