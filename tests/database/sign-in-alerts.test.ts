import { beforeEach, describe, expect, test } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import type { User } from "@/lib/generated/prisma/client";
import { readContent } from "@/lib/messages/preview-queries";
import { mailSink } from "@/tests/support/mail-sink";
import { say } from "@/tests/support/policies";
import { adminQuery } from "@/tests/support/product-database";
import {
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
const NEXT_FIREFOX = FIREFOX.replaceAll("140.0", "152.0");
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0";

let organization: TestOrganization;
let user: User;
let place = 0;
beforeEach(async () => {
  organization = await makeOrganization();
  user = await makeUser(organization);
  await givePassword(user, PASSWORD);
  place += 1;
});

/** An address of this test's own place, or of another one. */
const here = (host = 1) => `10.${place}.0.${host}`;
const away = (host = 1) => `10.${place}.1.${host}`;

const enter = async (ip: string, userAgent: string | null = FIREFOX) =>
  unwrap(await signIn({ username: user.username, password: PASSWORD, ip, userAgent }));

const alerts = () =>
  adminQuery<{ id: string; address: string; filled: unknown }>(
    "SELECT id, address, filled FROM messages WHERE user_id = $1 AND kind = 'signInAlert' ORDER BY id",
    [user.id],
  );

describe("a sign-in is told of", () => {
  test("not when it is the first", async () => {
    await enter(here());
    expect(await alerts()).toEqual([]);
  });

  test("not with a device and from a network that are known, whatever its version and address", async () => {
    await enter(here());
    await enter(here(200), NEXT_FIREFOX);
    await enter(`::ffff:${here(3)}`);
    expect(await alerts()).toEqual([]);
  });

  test("with another system, to the access email, in words", async () => {
    await enter(here());
    await enter(here(), MAC);
    const [alert, ...more] = await alerts();
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      address: user.accessEmail,
      filled: { device: "Firefox on macOS", network: `10.${place}.0.0/24` },
    });
    const sink = mailSink();
    await sink.deliver(organization.id);
    const [mail] = sink.to(user.accessEmail);
    expect(mail?.mail?.subject).toBe(`New sign-in to ${organization.name}`);
    expect(mail?.text).toContain("With: Firefox on macOS");
    expect(mail?.text).toContain(`Network: 10.${place}.0.0/24`);
    expect(mail?.text).toContain(user.username);
    const shown = await readContent(await makeActor(organization, "admin"), alert?.id ?? "");
    expect(shown?.text).toContain("With: Firefox on macOS");
  });

  test("from another network, once until it is known", async () => {
    await enter(here());
    await enter(away());
    await enter(away(2));
    await enter(here());
    expect(await alerts()).toHaveLength(1);
  });

  test("when what was known is from more than ninety days ago", async () => {
    await enter(here());
    await adminQuery("UPDATE sessions SET last_seen_at = now() - interval '89 days' WHERE user_id = $1", [
      user.id,
    ]);
    await enter(here());
    expect(await alerts()).toEqual([]);
    await adminQuery("UPDATE sessions SET last_seen_at = now() - interval '91 days' WHERE user_id = $1", [
      user.id,
    ]);
    await enter(here());
    expect(await alerts()).toHaveLength(1);
  });

  test("once, of twenty at the same moment", async () => {
    await enter(here());
    const parallel = Array.from({ length: 9 }, () => enter(away(), MAC));
    await Promise.all(parallel);
    expect(await alerts()).toHaveLength(1);
  });

  test("not with what a colleague is known by", async () => {
    const colleague = user;
    await enter(here());
    user = await makeUser(organization);
    await givePassword(user, PASSWORD);
    await enter(away(), MAC);
    await enter(here());
    expect(await alerts()).toHaveLength(1);
    user = colleague;
    expect(await alerts()).toEqual([]);
  });

  test("not where the organization does not want it", async () => {
    const admin = await makeActor(organization, "admin");
    await say(admin, "signInAlerts", false);
    await enter(here());
    await enter(away(), MAC);
    expect(await alerts()).toEqual([]);
    await say(admin, "signInAlerts", true);
    await enter(here(), null);
    expect(await alerts()).toHaveLength(1);
  });

  test("not by a wrong password", async () => {
    await enter(here());
    await signIn({ username: user.username, password: "wrong", ip: away(), userAgent: MAC });
    expect(await alerts()).toEqual([]);
  });
});

test("what a browser says of itself does not get into the message", async () => {
  await enter(here());
  const evil = "Call +1-555-0100 now [Sign in](http://evil.example) {link}/1.0 (Windows NT 10.0) x";
  await enter(here(), evil);
  const sink = mailSink();
  await sink.deliver(organization.id);
  const [mail] = sink.to(user.accessEmail);
  expect(mail?.text).toContain("With: Another browser on Windows");
  expect(`${mail?.text} ${mail?.mail?.html}`).not.toMatch(/evil|555/);
});
