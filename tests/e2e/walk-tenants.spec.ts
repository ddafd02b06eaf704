import { type APIRequestContext, type APIResponse, expect, test } from "@playwright/test";
import { ALL_API_SCOPES } from "../../lib/api-keys/scopes";
import { type Account, account, baseUrl, requestsOf } from "./accounts";
import { type BuiltAction, callAction, FormGiven, isUnread, pageOf } from "./calls";
import { builtEndpoints, isDeclared, ROUTES } from "./endpoints";
import { beginOrganization } from "./organizations";
import { type Known, thingsToMake, validBodies, validInputs } from "./valid-inputs";
import { fillVault, knownOf, MARK, type Vault, vaultContents } from "./vault";

/** Fewer would not try every endpoint with everything that the vault holds. */
const CALLS_MIN = 20_000;
/** Calls that say nothing wrong but whose they are; each input is held against its owner's own call of it. */
const VALID_MIN = 1_500;
const AT_ONCE = 8;
const DEMO_ROLES = ["admin", "viewer", "billing", "user", "userManagementAdmin", "userManagementViewer"];

type Visitor = { name: string; own: string; requests: APIRequestContext };
type Call = { name: string; ids: string[]; send: (visitor: Visitor) => Promise<APIResponse> };

test.describe.configure({ timeout: 2_400_000 });

/**
 * Every page, method and action of the build, called by everybody who has no business in an organization, with its address and
 * with its ids: nobody lists what there is to call, and nobody lists what there is to find.
 */
test("no call of anybody else shows or changes anything of an organization", async ({ browser }) => {
  const page = await browser.newPage();
  const owner = await beginOrganization(page, "Vault");
  await page.close();
  const visitors = await everybody();
  await makeThings(visitors[0]?.requests);
  const vault = await fillVault(owner.organization);
  const known = await knownOf(owner.organization);
  // What it began with has no copy.
  known.ids = { ...known.ids, ...vault.ids };
  vault.ids = { ...vault.ids, domainId: known.ids.domainId ?? "" };
  expectAllNamed(known);
  const before = await vaultContents(vault);
  let calls = 0;
  let valid = 0;
  const faults: string[] = [];
  for (const [turn, visitor] of visitors.entries()) {
    const good = [...validCalls(vault, known, visitor), ...(await mixedCalls(known, visitor))];
    const all = [...callsOf(vault, visitor, turn), ...good];
    calls += all.length;
    valid += good.length;
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
  console.log(
    `${calls} calls, ${valid} of them valid, ${Object.keys(before).length} tables, ${vault.all.size} ids to find`,
  );
  expect(calls).toBeGreaterThanOrEqual(CALLS_MIN);
  expect(valid).toBeGreaterThanOrEqual(VALID_MIN);
  expect(await unreadOf(owner, vault, known)).toEqual([]);
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
  const given = { name: "Walk", scopes: ALL_API_SCOPES, expiresInDays: 60 };
  const made = await act(admin, "makeKey", given);
  const secret = /"secret":"([^"]+)"/.exec(made)?.[1];
  expect(secret, made.slice(0, 300)).toBeDefined();
  return secret ?? "";
}

/** One of each, so that there is something of it to find. */
async function makeThings(admin: APIRequestContext | undefined): Promise<void> {
  const { domain } = await knownOf("acme");
  for (const [action, input] of thingsToMake(domain))
    expect(await act(admin, action, input), action).toContain('"ok":true');
}

async function act(
  admin: APIRequestContext | undefined,
  exportedName: string,
  input: unknown,
): Promise<string> {
  const action = built.actions.find(({ name }) => name.endsWith(` ${exportedName}`));
  if (!admin || !action) throw new Error(`The build has no ${exportedName}.`);
  return (await callAction(admin, action, pageOf(action, "acme"), ["acme", input])).text();
}

const built = builtEndpoints();

function callsOf(vault: Vault, visitor: Visitor, turn: number): Call[] {
  const { own } = visitor;
  return [
    ...built.pages.flatMap((path) => readings(`GET ${path.replace(/\/page$/, "")}`, vault, own)),
    // What is declared takes a key and nothing else: of all others it asks the same for the key that they lack.
    ...built.routes
      .filter((name) => visitor.name === "a key" || !isDeclared(name))
      .flatMap((name) => readings(name, vault, own)),
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
  // Of ids that are of another kind than is asked for, one of three.
  const tried = ids.filter(
    ([parameter], index) => path.includes(`[${parameter}]`) || index % 3 === path.length % 3,
  );
  return organizations.flatMap((slug) =>
    (hasOthers ? tried : ids.slice(0, 2)).map(([parameter, id]) => {
      const filled = path
        .replace("[org]", slug)
        .replace("[[...path]]", `Users/${id}`)
        .replaceAll(/\[[^\]]+\]/g, id);
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
    send: ({ requests }) => callAction(requests, action, pageOf(action, own), args),
  });
  return Object.entries(vault.ids).flatMap(([parameter, id], index) => {
    const everything = everythingNamed(vault, id);
    const inputs = [id, { id }, { id, version: 1 }, { [parameter]: id }, everything];
    const input = (of: number) => inputs[(turn + index + of) % inputs.length];
    // Whoever may do most is tried with every id in two ways, the others with every third id in one.
    const tried = who === "admin" ? [input(0), input(2)] : (turn + index) % 3 === 0 ? [input(0)] : [];
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

/** What can be read of everybody, said of the vault: in its name, and by its ids in the caller's own. */
function validCalls(vault: Vault, known: Known, { name, own }: Visitor): Call[] {
  const actions = Object.entries(validInputs(known)).flatMap(([named, input]) => {
    const action = actionNamed(named);
    const slugs = namedIn(input, known).length > 0 ? [vault.slug, own] : [vault.slug];
    return slugs.map(
      (slug): Call => ({
        name: `${named} in ${slug}`,
        ids: [...Object.values(known.ids), ...sentIn(input)],
        send: ({ requests }) => callAction(requests, action, pageOf(action, own), [slug, ...input]),
      }),
    );
  });
  const slugs = name === "a key" ? [own] : [vault.slug, own];
  return [...actions, ...slugs.flatMap((slug) => bodyCalls(known, slug))];
}

/** Methods that write, with what they are sent, in an organization's name. */
function bodyCalls(known: Known, slug: string): Call[] {
  return Object.entries(validBodies(known)).map(([endpoint, body]) => {
    const [method = "", pattern = ""] = endpoint.split(" ");
    const path = pattern
      .replace("[org]", slug)
      .replace("[line]", "2")
      .replace("[[...path]]", `Users/${known.ids.userId}`)
      .replaceAll(/\[(\w+)\]/g, (_, parameter: string) => known.ids[parameter] ?? "none");
    const options = JSON.stringify({ organization: slug });
    const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(String(body)) };
    const sent = path.endsWith("/v1/imports") ? { multipart: { options, file } } : { data: body };
    return {
      name: `${endpoint} in ${slug}`,
      ids: Object.values(known.ids),
      send: ({ requests }) =>
        requests.fetch(`${path}?organization=${slug}`, { method, headers: { origin: baseUrl }, ...sent }),
    };
  });
}

/** Of inputs that name several things one is the caller's own: what belongs to two organizations belongs to none. */
async function mixedCalls(known: Known, { own }: Visitor): Promise<Call[]> {
  const theirs = await knownOf(own);
  return Object.entries(validInputs(known)).flatMap(([named, input]) => {
    const action = actionNamed(named);
    const parameters = namedIn(input, known).filter((each) => theirs.ids[each]);
    if (parameters.length < 2 || input.some((each) => each instanceof FormGiven)) return [];
    return parameters.map((parameter): Call => {
      const text = JSON.stringify(input).replaceAll(known.ids[parameter] ?? "", theirs.ids[parameter] ?? "");
      const mixed = JSON.parse(text) as unknown[];
      return {
        name: `${named} with their ${parameter}`,
        ids: [...Object.values(known.ids), ...sentIn(mixed)],
        send: ({ requests }) => callAction(requests, action, pageOf(action, own), [own, ...mixed]),
      };
    });
  });
}

/** Which of an organization's ids an input names. */
const namedIn = (input: unknown[], { ids }: Known): string[] => {
  const sent = sentIn(input);
  return Object.keys(ids).filter((parameter) => sent.includes(ids[parameter] ?? ""));
};

const sentIn = (input: unknown[]): string[] => JSON.stringify(input).match(UUID) ?? [];

/** The inputs that their own organization's admin is told to be none: then nothing was asked of anybody else either. */
async function unreadOf(owner: Account, vault: Vault, known: Known): Promise<string[]> {
  const requests = await requestsOf(owner);
  const unread: string[] = [];
  for (const [named, input] of Object.entries(validInputs(known))) {
    const action = actionNamed(named);
    const answer = await callAction(requests, action, pageOf(action, vault.slug), [vault.slug, ...input]);
    const body = await answer.text();
    if (isUnread(body) || body.includes("unauthenticated")) unread.push(`${named}: ${body.slice(0, 300)}`);
  }
  for (const call of bodyCalls(known, vault.slug).filter(({ name }) => !/\/(v1|scim)\//.test(name))) {
    const answer = await call.send({ name: "owner", own: vault.slug, requests });
    if ([400, 401, 403].includes(answer.status())) unread.push(`${call.name}: ${await answer.text()}`);
  }
  return unread;
}

/** Nothing that the build has is left out: each action of organizations has an input, each method that writes a body. */
function expectAllNamed(known: Known): void {
  const actions = built.actions
    .map(({ name }) => name)
    .filter((name) => /^app\/\((org|manage)\)\//.test(name));
  expect(Object.keys(validInputs(known)).sort()).toEqual(actions.sort());
  const writes = built.routes.filter(
    (name) => !/^(GET|HEAD|OPTIONS) /.test(name) && (ROUTES[name]?.access ?? "unlisted") !== "public",
  );
  expect(Object.keys(validBodies(known)).sort()).toEqual(writes.sort());
}

function actionNamed(named: string): BuiltAction {
  const found = built.actions.find(({ name }) => name === named);
  if (!found) throw new Error(`The build has no ${named}.`);
  return found;
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
