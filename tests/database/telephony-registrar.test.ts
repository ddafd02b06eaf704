import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endSession } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import type { Actor } from "@/lib/permissions/actor";
import { assignExtension } from "@/lib/telephony/assign-commands";
import { issueSipSecret } from "@/lib/telephony/commands";
import { suspendUsers } from "@/lib/users/bulk-commands";
import { ensurePbxLogin } from "@/scripts/migrate/roles";
import { newPbxPassword, pbxUrl } from "@/scripts/rollcall/pbx-login";
import { adminQuery, urls } from "@/tests/support/product-database";
import {
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import {
  type Algorithm,
  lackOfRegistrar,
  type Registrar,
  registerBySipsak,
  type SipAccount,
  sipRequest,
  startRegistrar,
} from "@/tests/support/registrar";
import { makeExtension } from "@/tests/support/telephony";

const PASSWORD = "correct horse battery staple";
const lack = lackOfRegistrar();
// CI installs one, so its lack is a failure there.
if (lack && process.env.CI) throw new Error(lack);
if (lack) console.error(`NOT TESTED: phones at a real registrar. ${lack}`);

let databaseUrl = "";
beforeAll(async () => {
  const admin = new pg.Client({ connectionString: urls.admin });
  await admin.connect();
  const password = newPbxPassword();
  databaseUrl = pbxUrl(urls.admin, await ensurePbxLogin(admin, password), password);
  await admin.end();
});

describe.skipIf(lack !== null).each<Algorithm>(["MD5", "SHA-256"])("kamailio with %s", (algorithm) => {
  let registrar: Registrar;
  let organization: TestOrganization;
  let admin: Actor;
  beforeAll(async () => {
    organization = await makeOrganization();
    admin = await makeActor(organization, "admin");
    registrar = await startRegistrar(databaseUrl, algorithm);
  }, 60_000);
  afterAll(() => registrar?.stop());

  const register = (account: SipAccount, to?: string) =>
    sipRequest(registrar.port, account, algorithm, to ? { to } : {});
  /** The status; 407 for whoever is nobody that may call. */
  const call = (account: SipAccount, number: string, domain = account.realm) =>
    sipRequest(registrar.port, account, algorithm, { method: "INVITE", to: `sip:${number}@${domain}` });

  /** Somebody with a phone that forces the login, and a way to sign them in. */
  async function phoneOf(of: TestOrganization, actor: Actor, forceLogin = true) {
    const user = await makeUser(of);
    await givePassword(user, PASSWORD);
    const { id, number } = await makeExtension(actor, { forceLogin }, user.id);
    const { secret, realm } = unwrap(await issueSipSecret(actor, id));
    const account: SipAccount = { number, realm, secret };
    const enter = async () => {
      const given = { username: user.username, password: PASSWORD, ip: user.username, userAgent: null };
      return unwrap(await signIn(given)).sessionId;
    };
    const leave = (sessionId: string) => endSession(of.id, sessionId);
    return { user, extensionId: id, account, enter, leave };
  }

  test("registers while its user is signed in, is refused after sign-out, and registers again", async () => {
    const { account, enter, leave } = await phoneOf(organization, admin);
    expect(await register(account)).toBe(401);
    const session = await enter();
    expect(await register(account)).toBe(200);
    expect(await register({ ...account, secret: "wrong" })).toBe(401);
    await leave(session);
    const left = performance.now();
    let status = 200;
    while (status === 200 && performance.now() - left < 10_000) status = await register(account);
    console.log(`${algorithm}: refused ${(performance.now() - left).toFixed(1)} ms after the sign-out.`);
    expect(status).toBe(401);
    await enter();
    expect(await register(account)).toBe(200);
  });

  if (algorithm === "MD5")
    test("does so with Debian's sipsak as the phone", async () => {
      const local = await makeOrganization();
      await adminQuery("UPDATE domains SET name = 'localhost' WHERE organization_id = $1", [local.id]);
      const { account, enter, leave } = await phoneOf(local, await makeActor(local, "admin"));
      expect(account.realm).toBe("localhost");
      expect(registerBySipsak(registrar.port, account)).toBe(false);
      const session = await enter();
      expect(registerBySipsak(registrar.port, account)).toBe(true);
      await leave(session);
      expect(registerBySipsak(registrar.port, account)).toBe(false);
      await enter();
      expect(registerBySipsak(registrar.port, account)).toBe(true);
    });

  test("calls somebody who is signed in, and nobody whose phone is still registered but who has left", async () => {
    const [caller, callee] = [await phoneOf(organization, admin), await phoneOf(organization, admin)];
    await caller.enter();
    const session = await callee.enter();
    expect(await register(callee.account)).toBe(200);
    // Nobody listens at the contact, so what is let through ends in a time-out or an error of transport.
    const through = await call(caller.account, callee.account.number).catch(() => "let through");
    expect([408, 500, 503, 477, "let through"]).toContain(through);
    await callee.leave(session);
    expect(await call(caller.account, callee.account.number)).toBe(480);
  });

  test("a caller who has left calls nobody", async () => {
    const [caller, callee] = [await phoneOf(organization, admin), await phoneOf(organization, admin, false)];
    expect(await register(callee.account)).toBe(200);
    const session = await caller.enter();
    await caller.leave(session);
    expect(await call(caller.account, callee.account.number)).toBe(407);
  });

  test("somebody suspended is refused, and whoever had the extension before is", async () => {
    const { user, account, extensionId } = await phoneOf(organization, admin, false);
    expect(await register(account)).toBe(200);
    unwrap(await suspendUsers(admin, { ids: [user.id] }));
    expect(await register(account)).toBe(401);
    const next = await makeUser(organization);
    unwrap(await assignExtension(admin, extensionId, next.id));
    expect(await register(account)).toBe(401);
  });

  test("the same number of another organization is another phone", async () => {
    const other = await makeOrganization();
    const theirs = await phoneOf(other, await makeActor(other, "admin"), false);
    const ours = await phoneOf(organization, admin, false);
    expect(await register(theirs.account)).toBe(200);
    expect(await register({ ...ours.account, realm: other.domain })).toBe(401);
    expect(await register(ours.account, `sip:${theirs.account.number}@${other.domain}`)).toBe(403);
    expect(await call(ours.account, theirs.account.number, other.domain)).toBe(403);
  });
});
