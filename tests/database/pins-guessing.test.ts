import { randomBytes, randomInt } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { issuePin } from "@/lib/credentials/pins/commands";
import { hashPin } from "@/lib/credentials/pins/hash";
import { pinKey } from "@/lib/credentials/pins/keys";
import { PIN_STEP_MS, PIN_WORDS, redeemPin } from "@/lib/credentials/pins/redeem";
import { PIN_TRIES } from "@/lib/credentials/pins/throttle";
import type { Actor } from "@/lib/permissions/actor";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const WRONG = { ok: false, error: { code: "unauthenticated", message: PIN_WORDS.wrong } };
const PINS = 50_000;
// The whole million takes minutes and finds the same: SPRAYED_GUESSES=1000000 makes it.
const GUESSES = Number(process.env.SPRAYED_GUESSES ?? 20_000);
const AT_ONCE = 20;

const network = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;
const anyPin = () => String(randomInt(1_000_000)).padStart(6, "0");
const forget = () => adminQuery("DELETE FROM throttles");

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

async function issue(of = organization, by = admin) {
  const user = await makeUser(of, { activatedAt: null });
  const { pin } = unwrap(await issuePin(by, user.id, { digits: null, uses: 1, hours: 24 }));
  return { user, pin, wrong: pin === "482917" ? "482918" : "482917" };
}

describe("whatever is wrong, the answer is the same", () => {
  test("for an unknown name or domain, a wrong PIN, and one that is used up, has expired or is void", async () => {
    const [open, used, expired, voided, suspended] = [
      await issue(),
      await issue(),
      await issue(),
      await issue(),
      await issue(),
    ];
    expect(codeOf(await redeemPin({ username: used.user.username, pin: used.pin, ip: network() }))).toBe(
      "ok",
    );
    await adminQuery("UPDATE pins SET expires_at = now() WHERE user_id = $1", [expired.user.id]);
    await adminQuery("UPDATE pins SET revoked_at = now(), revoked_because = 'withdrawn' WHERE user_id = $1", [
      voided.user.id,
    ]);
    await setUser(suspended.user, { suspendedAt: new Date() });
    const without = await makeUser(organization, { activatedAt: null });
    const tries = [
      [open.user.username, open.wrong],
      [used.user.username, used.pin],
      [expired.user.username, expired.pin],
      [voided.user.username, voided.pin],
      [suspended.user.username, suspended.pin],
      [without.username, "482917"],
      [`nobody@${organization.domain}`, "482917"],
      ["nobody@nowhere.example", "482917"],
      ["no address", "482917"],
      ["", "482917"],
    ] as const;
    for (const [username, pin] of tries) {
      const start = performance.now();
      expect(await redeemPin({ username, pin, ip: network() })).toEqual(WRONG);
      expect(performance.now() - start).toBeGreaterThan(PIN_STEP_MS - 2);
    }
    await forget();
  });
});

describe("tries are counted before anything is looked at", () => {
  test("for a username from one network: then even the right one waits, and from elsewhere it works", async () => {
    const { user, pin, wrong } = await issue();
    const here = { username: user.username, ip: "192.0.2.5" };
    const results = await Promise.all(Array.from({ length: 40 }, () => redeemPin({ ...here, pin: wrong })));
    expect(results.filter((result) => codeOf(result) === "unauthenticated")).toHaveLength(
      PIN_TRIES.here.points,
    );
    expect(await redeemPin({ ...here, pin })).toMatchObject({ error: { code: "throttled" } });
    expect(codeOf(await redeemPin({ username: user.username, pin, ip: "192.0.2.6" }))).toBe("ok");
    await forget();
  });

  test("for a username from all networks", async () => {
    const { user, wrong } = await issue();
    const results = await Promise.all(
      Array.from({ length: 40 }, () => redeemPin({ username: user.username, pin: wrong, ip: network() })),
    );
    expect(results.filter((result) => codeOf(result) === "unauthenticated")).toHaveLength(
      PIN_TRIES.username.points,
    );
    const [row] = await adminQuery("SELECT misses FROM pins WHERE user_id = $1", [user.id]);
    expect(row?.misses).toBe(PIN_TRIES.username.points);
    await forget();
  });

  test("for a network, which shuts nobody out elsewhere", async () => {
    const { user, pin } = await issue();
    const ip = "2001:db8:1:2::3";
    const results = await Promise.all(
      Array.from({ length: 80 }, (_, index) =>
        redeemPin({ username: `nobody${index}@${organization.domain}`, pin: "482917", ip }),
      ),
    );
    expect(results.filter((result) => codeOf(result) === "unauthenticated")).toHaveLength(
      PIN_TRIES.network.points,
    );
    const neighbour = { username: user.username, pin, ip: "2001:db8:1:2::4" };
    expect(codeOf(await redeemPin(neighbour))).toBe("throttled");
    expect(codeOf(await redeemPin({ ...neighbour, ip: "2001:db8:1:3::4" }))).toBe("ok");
    await forget();
  });

  test("and those that were right are not: a whole office behind one address gets in", async () => {
    const people = await Promise.all(Array.from({ length: 120 }, () => issue()));
    const results = await Promise.all(
      people.map(({ user, pin }, index) =>
        new Promise((resolve) => setTimeout(resolve, index * 10)).then(() =>
          redeemPin({ username: user.username, pin, ip: "192.0.2.99" }),
        ),
      ),
    );
    expect(results.map(codeOf).filter((code) => code !== "ok")).toEqual([]);
    await forget();
  });
});

test("guesses at domains that nobody has do not tell which domains are here", async () => {
  const tries = Array.from({ length: PIN_TRIES.organizationHour.points + 50 }, (_, index) => ({
    username: `ada${index}@nowhere${index % 50}.example`,
    pin: "482917",
    ip: network(),
  }));
  const codes = new Set<string>();
  for (let index = 0; index < tries.length; index += 50)
    for (const result of await Promise.all(tries.slice(index, index + 50).map(redeemPin)))
      codes.add(codeOf(result));
  expect([...codes]).toEqual(["unauthenticated"]);
  await forget();
});

test(`${GUESSES} sprayed guesses over ${PINS} PINs that are open hit none, because hardly any is looked at`, async () => {
  const sprayed = await makeOrganization();
  const usernames = await manyPins(sprayed, await makeActor(sprayed, "admin"));
  let next = 0;
  const hits: string[] = [];
  const refusals = { unauthenticated: 0, throttled: 0 };
  const attack = async () => {
    for (let index = next++; index < GUESSES; index = next++) {
      const username = usernames[index % usernames.length] ?? "";
      const code = codeOf(await redeemPin({ username, pin: anyPin(), ip: network() }));
      if (code === "unauthenticated" || code === "throttled") refusals[code] += 1;
      else hits.push(`${username}: ${code}`);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, attack));
  console.log(
    `${GUESSES} guesses in ${Math.round((performance.now() - start) / 1000)} s: ${JSON.stringify(refusals)}.`,
  );
  expect(hits).toEqual([]);
  expect(refusals.unauthenticated + refusals.throttled).toBe(GUESSES);
  expect(refusals.unauthenticated).toBeLessThanOrEqual(PIN_TRIES.organizationHour.points);
  const [row] = await adminQuery<{ misses: number }>(
    "SELECT sum(misses)::int AS misses FROM pins WHERE organization_id = $1",
    [sprayed.id],
  );
  expect(row?.misses).toBeLessThanOrEqual(PIN_TRIES.organizationHour.points);
  // Another organization takes PINs meanwhile.
  const { user, pin } = await issue();
  expect(codeOf(await redeemPin({ username: user.username, pin, ip: network() }))).toBe("ok");
}, 1_800_000);

/** Fifty thousand people who wait, each with a PIN of the system's, in a few statements. */
async function manyPins(
  { id: organizationId, domain, domainId }: TestOrganization,
  { userId }: Actor,
): Promise<string[]> {
  const people = await adminQuery<{ id: string; username: string }>(
    `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email)
     SELECT $1, uuid7(), 'Una', 'Upton', 'una' || n || '@' || $2::text, $3, 'una' || n || '@mail.example'
     FROM generate_series(1, $4::int) AS n RETURNING id, username`,
    [organizationId, domain, domainId, PINS],
  );
  const rows = people.map(({ id }) => {
    const salt = randomBytes(16);
    const hash = hashPin(pinKey(), salt, { organizationId, userId: id }, anyPin());
    return { id, salt: salt.toString("hex"), hash: Buffer.from(hash).toString("hex") };
  });
  await adminQuery(
    `INSERT INTO pins (organization_id, id, user_id, source, salt, hash, uses, uses_left, issued_by, expires_at)
     SELECT $1, uuid7(), r.id, 'system', decode(salt, 'hex'), decode(hash, 'hex'), 1, 1,
       jsonb_build_object('userId', $3::text), now() + interval '1 day'
     FROM json_to_recordset($2::json) AS r(id uuid, salt text, hash text)`,
    [organizationId, JSON.stringify(rows), userId],
  );
  return people.map(({ username }) => username);
}
