import { type APIRequestContext, type APIResponse, expect, type Page, test } from "@playwright/test";
import { type ApiScope, coversScope } from "../../lib/api-keys/scopes";
import { type Actor, actorIn, type Person } from "../../lib/permissions/actor";
import type { AccessProfile, Role } from "../../lib/permissions/roles";
import { account, baseUrl, requestsOf } from "./accounts";
import { type BuiltAction, callAction } from "./calls";
import { ACTIONS, type Access, builtEndpoints, type Ids, PAGES, ROUTES } from "./endpoints";
import { beginOrganization } from "./organizations";
import { type Known, thingsToMake, validBodies, validInputs } from "./valid-inputs";
import { knownOf, vaultContents } from "./vault";

const VISITORS = [
  "anonymous",
  "stranger",
  "admin",
  "viewer",
  "billing",
  "user",
  "userManagementAdmin",
  "userManagementViewer",
  "manager",
] as const;
type Visitor = (typeof VISITORS)[number];

type Fate = "allowed" | "forbidden" | "unknown" | "unauthenticated";

const built = builtEndpoints();
const requests = new Map<Visitor, APIRequestContext>();
let ids: Ids | undefined;
/** Acme's newest thing of each kind, for inputs that would change it. */
let acme: (Known & { id: string }) | undefined;
let strangeSlug = "";

test.beforeAll(async ({ browser }) => {
  requests.set("anonymous", await requestsOf(null));
  requests.set("manager", await requestsOf(account("admin", "operator")));
  for (const role of VISITORS.slice(2, 8)) requests.set(role, await requestsOf(account(role)));
  requests.set("stranger", await strangerRequests(await browser.newPage()));
  const admin = of("admin");
  const list = await (await admin.get("/acme/users")).text();
  const opened = await act(admin, "openImport", ["acme", { name: "walk.csv", sizeBytes: 0 }]);
  await act(admin, "sendTest", ["acme", { key: "invitation", method: "email" }]);
  const ledger = await (await admin.get("/acme/messages")).text();
  const invoices = await (await admin.get("/acme/billing/invoices")).text();
  ids = {
    invoiceId: /\/acme\/billing\/invoices\/([0-9a-f-]{36})/.exec(invoices)?.[1] ?? "",
    messageId: /\/acme\/messages\/([0-9a-f-]{36})/.exec(ledger)?.[1] ?? "",
    userId: /\/acme\/users\/([0-9a-f-]{36})/.exec(list)?.[1] ?? "",
    importId: /"id":"([0-9a-f-]{36})"/.exec(await opened.text())?.[1] ?? "",
    webhookId: "unknown",
  };
  expect(ids.userId).not.toBe("");
  expect(ids.importId).not.toBe("");
  expect(ids.messageId).not.toBe("");
  expect(ids.invoiceId).not.toBe("");
  const { domain } = await knownOf("acme");
  for (const [name, input] of thingsToMake(domain))
    expect(await (await act(admin, name, ["acme", input])).text(), name).toContain('"ok":true');
  acme = await knownOf("acme");
  ids.webhookId = acme.ids.webhookId ?? "unknown";
});

test("every endpoint that was built is in the tables", () => {
  expect([...built.pages].sort()).toEqual(Object.keys(PAGES).sort());
  expect([...built.routes].sort()).toEqual(Object.keys(ROUTES).sort());
  expect(built.actions.map(({ name }) => name).sort()).toEqual(Object.keys(ACTIONS).sort());
});

for (const visitor of VISITORS) {
  test(`${visitor} gets from every page what they may see`, async () => {
    for (const path of built.pages) {
      const { access, url, redirects } = PAGES[path] ?? unlisted(path);
      const answer = await of(visitor).get(url(known()));
      const fate = fateOf(visitor, access, path.startsWith("/(org)"));
      expect(pageFate(answer, redirects ?? false), `${path} as ${visitor}`).toBe(fate);
    }
  });

  test(`${visitor} gets from every API method what they may do`, async () => {
    const bodies = validBodies(things());
    const fates = built.routes.map((name) => {
      const { access, url } = ROUTES[name] ?? unlisted(name);
      const fate = fateOf(visitor, access, !name.includes(" /api/auth"));
      return { name, url, fate, isRefused: fate !== "allowed" };
    });
    const call = async ({ name, url, fate, isRefused }: (typeof fates)[number]) => {
      const [method = "GET"] = name.split(" ");
      // What would change something is sent to where it is refused.
      const data = isRefused ? bodies[name] : undefined;
      const headers = { origin: baseUrl };
      const answer = await of(visitor).fetch(url(known()), { method, headers, ...(data ? { data } : {}) });
      expect(await routeFate(answer), `${name} as ${visitor}: ${answer.status()}`).toBe(fate);
    };
    await changingNothing(async () => {
      for (const each of fates.filter(({ isRefused }) => isRefused)) await call(each);
    });
    for (const each of fates.filter(({ isRefused }) => !isRefused)) await call(each);
  });

  test(`${visitor} gets from every action what they may do`, async () => {
    const inputs = validInputs(things());
    const fates = built.actions
      .filter(({ name }) => (ACTIONS[name] ?? unlisted(name)) !== "public")
      .map((action) => ({ action, fate: fateOf(visitor, ACTIONS[action.name] ?? "public", true) }));
    const call = async ({ action, fate }: (typeof fates)[number]) => {
      const { name } = action;
      const nothing = [{ nothing: "of this" }];
      const given = fate === "allowed" ? nothing : (inputs[name] ?? nothing);
      const body = await (
        await callAction(of(visitor), action, urlOf(action.page), ["acme", ...given])
      ).text();
      expect(actionFate(body), `${name} as ${visitor}: ${body.slice(0, 300)}`).toBe(
        fate === "unknown" ? "unauthenticated" : fate,
      );
    };
    await changingNothing(async () => {
      for (const each of fates.filter(({ fate }) => fate !== "allowed")) await call(each);
    });
    for (const each of fates.filter(({ fate }) => fate === "allowed")) await call(each);
  });
}

test("what is for everybody takes nothing that says nothing, and changes nothing by it", async () => {
  const open = built.actions.filter(({ name }) => ACTIONS[name] === "public" && !name.endsWith(" signOut"));
  expect(open.length).toBeGreaterThan(10);
  await changingNothing(async () => {
    for (const visitor of ["anonymous", "user"] as const)
      for (const action of open) {
        const answer = await callAction(of(visitor), action, urlOf(action.page), []);
        expect(answer.status(), `${action.name} as ${visitor}`).toBeLessThan(500);
      }
  });
});

/** Keys by whose they are and what they were made for. Only an admin makes one. */
const KEYS: { maker: Visitor; org: string; scopes: ApiScope[] }[] = [
  { maker: "admin", org: "acme", scopes: ["imports.read"] },
  { maker: "admin", org: "acme", scopes: ["imports.write"] },
  { maker: "admin", org: "acme", scopes: ["users.read"] },
  { maker: "admin", org: "acme", scopes: ["groups.read"] },
  { maker: "admin", org: "acme", scopes: ["policies.read"] },
  { maker: "admin", org: "acme", scopes: ["directory.read"] },
  { maker: "manager", org: "acme", scopes: ["imports.read"] },
  { maker: "manager", org: "acme", scopes: ["imports.read", "imports.write"] },
  { maker: "stranger", org: "strange", scopes: ["imports.write"] },
];

for (const { maker, org, scopes } of KEYS) {
  test(`a key of the ${maker} for ${scopes.join(" and ")} does what it was made for`, async () => {
    const program = await programOf(maker, org, scopes);
    for (const [name, endpoint] of Object.entries(ROUTES)) {
      if (endpoint.access !== "apiKey") continue;
      const [method = "GET", path = ""] = name.split(" ");
      const answer = await program.fetch(endpoint.url(known()), { method });
      const fate = coversScope(scopes, endpoint.scope) ? "allowed" : "forbidden";
      expect(await routeFate(answer), `${name}: ${answer.status()}`).toBe(fate);
      // A change that says nothing of what to change is refused before anybody looks for the import.
      const refusals = method === "GET" ? [404] : [400, 404];
      if (maker === "stranger" && path.includes("[importId]"))
        expect(refusals, `${name} of another organization`).toContain(answer.status());
    }
  });
}

test("a key opens nothing that is for people, and a wrong one opens nothing at all", async () => {
  const program = await programOf("admin", "acme", ["imports.write"]);
  const wrong = await requestsOf(null, { authorization: "Bearer rollcall_of_nobody" });
  for (const [name, { access, url }] of Object.entries(ROUTES)) {
    const [method = "GET"] = name.split(" ");
    const isForPeople = access !== "public" && access !== "apiKey";
    const answer = await (isForPeople ? program : wrong).fetch(url(known()), { method });
    const fate = access === "public" ? "allowed" : "unauthenticated";
    expect(await routeFate(answer), `${name}: ${answer.status()}`).toBe(fate);
  }
});

test("what anybody may do, they can: sign out, and open an account by a link that is good", async () => {
  const context = await requestsOf(account("user"));
  expect(pageFate(await context.get("/account"), false)).toBe("allowed");
  expect((await act(context, "signOut", [])).headers()["x-action-redirect"]).toMatch(/^\/sign-in/);
  expect(pageFate(await context.get("/account"), false)).toBe("unauthenticated");
  const answer = await act(of("anonymous"), "activateAccount", ["unknown", {}, {}]);
  expect(await answer.text()).toContain("Type a password.");
});

test("an action answers a foreign page's call with a refusal", async () => {
  const { id } = built.actions.find(({ name }) => name.endsWith(" suspend")) ?? { id: "" };
  const headers = {
    "next-action": id,
    "content-type": "text/plain;charset=UTF-8",
    origin: "https://evil.example",
  };
  const answer = await of("admin").post("/acme/users", { headers, data: '["acme",{}]' });
  expect(answer.status()).toBeGreaterThanOrEqual(400);
});

/** Of this there is no line in the tables: nobody has said whose it is. */
function unlisted(name: string): never {
  throw new Error(`The build has ${name}, and the tables do not.`);
}

/** Written by whoever only asks: when a session or a key was last used. */
const TOUCHED = "last_used_at last_seen_at seen_at";
const STILL_MS = 500;

/** Whether something leaves Acme as it was, to the last column of every table. What a worker still does is waited for. */
async function changingNothing(run: () => Promise<void>): Promise<void> {
  const contents = () => vaultContents(things(), TOUCHED);
  let before = await contents();
  await expect(async () => {
    const earlier = before;
    await new Promise((resolve) => setTimeout(resolve, STILL_MS));
    before = await contents();
    expect(before).toEqual(earlier);
  }).toPass();
  await run();
  expect(await contents()).toEqual(before);
}

function things(): Known & { id: string } {
  if (!acme) throw new Error("Nobody knows yet what Acme has.");
  return acme;
}

function known(): Ids {
  if (!ids) throw new Error("The ids are not known yet.");
  return ids;
}

function of(visitor: Visitor): APIRequestContext {
  const found = requests.get(visitor);
  if (!found) throw new Error(`${visitor} is not signed in.`);
  return found;
}

function fateOf(visitor: Visitor, access: Access, inAcme: boolean): Fate {
  if (access === "public") return "allowed";
  // A session opens nothing that is for programs: a page elsewhere could have the browser send its cookie along.
  if (access === "apiKey" || access === "scim" || visitor === "anonymous") return "unauthenticated";
  if (access === "signedIn") return "allowed";
  const actor = inAcme ? actorInAcme(visitor) : actorAtHome(visitor);
  if (!actor) return "unknown";
  return actor.permissions.has(access) ? "allowed" : "forbidden";
}

const ACME = { id: "acme", slug: "acme", name: "Acme", managing: false };
/** Requests by a new key of whoever makes it. */
async function programOf(maker: Visitor, org: string, scopes: ApiScope[]): Promise<APIRequestContext> {
  const slug = org === "strange" ? strangeSlug : org;
  const given = { name: "Walk", scopes, expiresInDays: 60 };
  const made = await (await act(of(maker), "makeKey", [slug, given])).text();
  const secret = /"secret":"([^"]+)"/.exec(made)?.[1];
  expect(secret, made.slice(0, 300)).toBeDefined();
  return requestsOf(null, { authorization: `Bearer ${secret}` });
}

const OPERATOR = { id: "operator", slug: "operator", name: "Operator", managing: true };
const STRANGE = { id: "strange", slug: "strange", name: "Strange", managing: false };

function actorInAcme(visitor: Visitor): Actor | null {
  return visitor === "stranger" ? null : actorIn(personOf(visitor), ACME);
}

function actorAtHome(visitor: Visitor): Actor | null {
  const home = visitor === "manager" ? OPERATOR : visitor === "stranger" ? STRANGE : ACME;
  return actorIn(personOf(visitor), home);
}

function personOf(visitor: Visitor): Person {
  const isProfile = visitor.startsWith("userManagement");
  const role: Role = isProfile
    ? "user"
    : ["manager", "stranger"].includes(visitor)
      ? "admin"
      : (visitor as Role);
  const accessProfile = isProfile ? (visitor as AccessProfile) : null;
  const organizationId = visitor === "manager" ? "operator" : visitor === "stranger" ? "strange" : "acme";
  return {
    userId: visitor,
    organizationId,
    sessionId: null,
    name: visitor,
    username: visitor,
    role,
    accessProfile,
    ip: null,
  };
}

function pageFate(answer: APIResponse, redirects: boolean): string {
  const { location = "" } = answer.headers();
  if (answer.status() === 307)
    return location.includes("/sign-in") ? "unauthenticated" : redirects ? "allowed" : location;
  if (answer.status() === 200) return "allowed";
  return answer.status() === 403
    ? "forbidden"
    : answer.status() === 404
      ? "unknown"
      : String(answer.status());
}

async function routeFate(answer: APIResponse): Promise<string> {
  const status = answer.status();
  if (status === 404 && (await answer.text()).includes("no such organization")) return "unknown";
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  return status < 500 ? "allowed" : String(status);
}

/** What actions answer to nothing of what they ask for. */
const ANSWERS =
  /"ok":(true|false)|"fields":\{|"error":"(Type both passwords|Choose |Some fields need|This is no form)/;

function actionFate(body: string): string {
  if (body.includes('"code":"unauthenticated"') || /not signed in (here )?any more/.test(body))
    return "unauthenticated";
  if (/"code":"forbidden"|"error":"You may not do this\."/.test(body)) return "forbidden";
  return ANSWERS.test(body) ? "allowed" : body.slice(0, 200);
}

function act(context: APIRequestContext, exportedName: string, args: unknown[]): Promise<APIResponse> {
  const action = actionNamed(exportedName);
  return callAction(context, action, urlOf(action.page), args);
}

function actionNamed(exportedName: string): BuiltAction {
  const found = built.actions.find(({ name }) => name.endsWith(` ${exportedName}`));
  if (!found) throw new Error(`The build has no action ${exportedName}.`);
  return found;
}

const NO_IDS: Ids = {
  userId: "unknown",
  importId: "unknown",
  messageId: "unknown",
  invoiceId: "unknown",
  webhookId: "unknown",
};

const urlOf = (page: string) => PAGES[page]?.url(ids ?? NO_IDS) ?? "/sign-in";

/** An admin of another organization. */
async function strangerRequests(page: Page): Promise<APIRequestContext> {
  const stranger = await beginOrganization(page, "Strange");
  strangeSlug = stranger.organization;
  await page.close();
  return requestsOf(stranger);
}
