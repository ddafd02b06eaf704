import { beforeEach, describe, expect, test } from "vitest";
import type { User } from "@/lib/generated/prisma/client";
import { type Finish, finishByCode, sendSignInCode } from "@/lib/mfa/finish";
import { addPasskey, newPasskeyRequest } from "@/lib/mfa/new-passkey";
import { userHandle } from "@/lib/mfa/passkey-shape";
import {
  finishByPasskey,
  onlyStepRequest,
  secondStepRequest,
  signInByPasskey,
} from "@/lib/mfa/passkey-sign-in";
import { makeSelf, setUpApp, waiting } from "@/tests/database/mfa-support";
import { makeAuthenticator } from "@/tests/support/authenticator";
import { freshNetwork } from "@/tests/support/networks";
import { adminQuery } from "@/tests/support/product-database";
import { codeOf, makeOrganization, type TestOrganization, unwrap } from "@/tests/support/product-people";

const INSIDE = "203.0.113.7";
const NETWORKS = ["203.0.113.0/24"];
/** Never now. */
const yesterday = new Date(Date.now() - 86_400_000).getUTCDay() || 7;
const CLOSED = { days: [yesterday], from: "11:00", until: "11:01", zone: "UTC" };

let organization: TestOrganization;
let user: User;
let codes: (ahead?: number) => string;
let authenticator: ReturnType<typeof makeAuthenticator>;
beforeEach(async () => {
  organization = await makeOrganization();
  const made = await makeSelf(organization);
  user = made.user;
  codes = await setUpApp(made.self);
  authenticator = makeAuthenticator();
  const { options, cookie } = unwrap(await newPasskeyRequest(made.self));
  unwrap(await addPasskey(made.self, cookie, authenticator.create(options), "Laptop"));
});

const from = (ip: string): Finish => ({ ip, userAgent: "Firefox", remember: false });
const byCode = (pending: string, ip: string) =>
  finishByCode(pending, { way: "totp", code: codes(1) }, from(ip));

async function byPasskey(pending: string, ip: string) {
  const { options, cookie } = unwrap(await secondStepRequest(pending));
  return finishByPasskey(pending, cookie, authenticator.get(options), from(ip));
}

async function byPasskeyAlone(ip: string) {
  const { options, cookie } = unwrap(await onlyStepRequest(freshNetwork()));
  const { organizationId, id: userId } = user;
  const handle = Buffer.from(userHandle({ organizationId, userId })).toString("base64url");
  return signInByPasskey(cookie, authenticator.get({ ...options, userHandle: handle }), from(ip));
}

const ofOrganization = (networks: string[], hours: object | null) =>
  adminQuery("UPDATE organizations SET allowed_networks = $2, policies = $3 WHERE id = $1", [
    organization.id,
    networks,
    hours ? { signInHours: hours } : {},
  ]);
const ofPerson = (values: object) =>
  adminQuery("UPDATE users SET policies = $2 WHERE id = $1", [
    user.id,
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { value, at: new Date().toISOString(), by: "Una" }]),
    ),
  ]);

describe("from where and when people sign in holds", () => {
  test("for a passkey alone", async () => {
    await ofOrganization(NETWORKS, null);
    expect(codeOf(await byPasskeyAlone("198.51.100.1"))).toBe("network");
    expect(codeOf(await byPasskeyAlone(INSIDE))).toBe("ok");
    await ofOrganization([], CLOSED);
    expect(codeOf(await byPasskeyAlone(INSIDE))).toBe("hours");
    await ofPerson({ signInHours: null });
    expect(codeOf(await byPasskeyAlone(INSIDE))).toBe("ok");
  });

  test("for a second step by a code or a passkey, and uses nothing up", async () => {
    const pending = await waiting(user);
    await ofOrganization(NETWORKS, null);
    expect(codeOf(await byCode(pending, "198.51.100.1"))).toBe("network");
    expect(codeOf(await byPasskey(pending, "198.51.100.1"))).toBe("network");
    expect(codeOf(await sendSignInCode(pending, "198.51.100.1"))).toBe("network");
    await ofOrganization([], CLOSED);
    expect(codeOf(await byCode(pending, INSIDE))).toBe("hours");
    await ofOrganization(NETWORKS, null);
    expect(codeOf(await byCode(pending, INSIDE))).toBe("ok");
  });

  test("for one person, and nobody is told that it does", async () => {
    const pending = await waiting(user);
    await ofPerson({ allowedNetworks: NETWORKS });
    const strangers = makeAuthenticator();
    const { options, cookie } = unwrap(await onlyStepRequest(freshNetwork()));
    const wrong = await signInByPasskey(cookie, strangers.get(options), from(freshNetwork()));
    expect(await byPasskeyAlone("198.51.100.1")).toEqual(wrong);
    const mistyped = await finishByCode(pending, { way: "totp", code: "000000" }, from(INSIDE));
    expect(await byCode(pending, "198.51.100.1")).toEqual(mistyped);
    expect(codeOf(await sendSignInCode(pending, "198.51.100.1"))).toBe("notFound");
    expect(codeOf(await byPasskey(pending, INSIDE))).toBe("ok");
  });
});
