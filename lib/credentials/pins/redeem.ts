import "server-only";
import { createHash } from "node:crypto";
import { record } from "@/lib/audit/record";
import { refuseInStep } from "@/lib/auth/answer-time";
import { SIGN_IN_WORDS } from "@/lib/auth/sign-in-words";
import { keyOfNetwork } from "@/lib/auth/throttle";
import { hashPin, sameHash } from "@/lib/credentials/pins/hash";
import { pinKey } from "@/lib/credentials/pins/keys";
import { oneAtATime } from "@/lib/credentials/pins/one-at-a-time";
import { isPinShaped, PIN_DIGITS, PIN_MISSES_MAX } from "@/lib/credentials/pins/shape";
import { pinStateOf } from "@/lib/credentials/pins/state";
import { countPinTry, forgetPinTries, isShut, type PinTry } from "@/lib/credentials/pins/throttle";
import { hashToken, newToken } from "@/lib/credentials/token";
import { lookUp, type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { awayFrom } from "@/lib/policies/away";
import { type DevicePolicies, devicePoliciesOf } from "@/lib/policies/devices";
import { ownPolicies, POLICY_COLUMNS, policiesHeld, policiesOfOrganization } from "@/lib/policies/held";
import { fail, ok, type Result } from "@/lib/result";

export type PinGiven = { username: string; pin: string; ip: string };

/** Whose PIN was right, and the one-time token with which they set a password: see `activate`. */
export type Redeemed = {
  token: string;
  expiresAt: Date;
  user: { id: string; username: string; firstName: string; lastName: string };
  organization: { slug: string; name: string };
  /** What an app on their device sees to. */
  policies: DevicePolicies;
};

/** So long the link that a PIN gives is good. */
export const PIN_LINK_MINUTES = 30;

/** Refusals come at full steps of this time: more than all that comes before one takes. */
export const PIN_STEP_MS = 200;

export const PIN_WORDS = {
  wrong:
    "The username or the PIN is not right, or the PIN does not work any more. Ask your administrator for a new one.",
  throttled: "Too many tries. Wait a while and try again, or ask your administrator for a link.",
} as const;

/** An id that no organization has, the same for a domain each time. */
const idOfNobody = (domain: string): string =>
  createHash("sha256")
    .update(`nobody's domain: ${domain}`)
    .digest("hex")
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");

/**
 * Takes one use of a PIN and gives a link for it. An unknown name, a wrong PIN, and one that has expired, is used up or
 * was made void get the same answer after the same time; tries are counted before anything is looked at (OWASP ASVS 5.0,
 * 6.3.1, 6.6.2 and 6.6.3).
 */
export async function redeemPin(given: PinGiven): Promise<Result<Redeemed>> {
  const username = given.username.replaceAll("\0", "").normalize("NFC").trim().toLowerCase();
  const pin = given.pin.replace(/[\s-]/g, "");
  if (!isPinShaped(pin)) {
    const message = `A PIN is ${PIN_DIGITS} digits.`;
    return fail("invalid", message, [{ path: "pin", message }]);
  }
  const domain = username.slice(username.lastIndexOf("@") + 1);
  if (isShut(domain)) return fail("throttled", PIN_WORDS.throttled);
  const known = await organizationOf(domain);
  // Names of a domain that nobody has are counted as those of an organization are: which it is does not show.
  const organization = known ?? idOfNobody(domain);
  if (isShut(organization)) return fail("throttled", PIN_WORDS.throttled);
  const counted = { username, network: given.ip, organization, domain: known && domain };
  return refuseInStep(PIN_STEP_MS, () =>
    oneAtATime(keyOfNetwork(given.ip), () => oneAtATime(username, () => tryPin(counted, pin))),
  );
}

/** Counts a try, looks, and gives the try back where the PIN was right. */
async function tryPin(counted: PinTry, pin: string): Promise<Result<Redeemed>> {
  if ((await countPinTry(counted)) !== null) return fail("throttled", PIN_WORDS.throttled);
  const result = await check(counted.organization, counted.username, pin, counted.network);
  if (result.ok) await forgetPinTries(counted);
  return result;
}

async function organizationOf(domain: string): Promise<string | null> {
  const [row] = await lookUp<{ id: string | null }>(
    Prisma.sql`SELECT organization_of_domain(${domain}) AS id`,
  );
  return row?.id ?? null;
}

const wrong = () => fail("unauthenticated", PIN_WORDS.wrong);

async function check(
  organizationId: string,
  username: string,
  pin: string,
  ip: string,
): Promise<Result<Redeemed>> {
  const { found, policy } = await withOrganization(organizationId, (tx) =>
    findPin(tx, organizationId, username),
  );
  const now = new Date();
  const away = policy && awayFrom(policy, ip, now);
  const isAway = found ? awayFrom(found.held, ip, now) !== null : away !== null;
  const refused = () => (away ? fail(away, SIGN_IN_WORDS[away]) : wrong());
  // Before anything is compared: from elsewhere nobody learns which PINs are right.
  if (away && isAway) return refused();
  const hash = hashPin(
    pinKey(),
    found?.salt ?? NO_SALT,
    { organizationId, userId: found?.user.id ?? idOfNobody(username) },
    pin,
  );
  if (!sameHash(hash, found?.hash ?? NO_HASH) || !found) {
    if (found) await withOrganization(organizationId, (tx) => countMiss(tx, found, ip));
    return refused();
  }
  // That it is otherwise for somebody would tell that there is such a name.
  if (isAway) return wrong();
  return withOrganization(organizationId, (tx) => takeUse(tx, found, ip));
}

const NO_SALT = new Uint8Array(16);
const NO_HASH = new Uint8Array(32);

/** The PIN that a person has, as long as anything could be done with it. */
async function findPin(tx: Transaction, organizationId: string, username: string) {
  const now = new Date();
  const organization = await tx.organization.findFirst({
    where: { suspendedAt: null },
    select: { slug: true, name: true, ...POLICY_COLUMNS },
  });
  const policy = organization && policiesOfOrganization(organization);
  // By the name alone, which has an index: what else has to hold is asked of the one row.
  const found = await tx.user.findFirst({
    where: { organizationId, username, removedAt: null },
    include: { pins: { where: { revokedAt: null } } },
  });
  const [pin] = found?.pins ?? [];
  if (!organization || !found || !pin) return { found: null, policy };
  const { id, firstName, lastName, activatedAt, suspendedAt, legacyStatus, accessEndsAt } = found;
  const mayActivate = !activatedAt && !suspendedAt && !legacyStatus && !(accessEndsAt && accessEndsAt <= now);
  if (!mayActivate || pinStateOf(pin, now) !== "open") return { found: null, policy };
  const { slug, name } = organization;
  const user = { id, username, firstName, lastName };
  const held = policiesHeld(policiesOfOrganization(organization), ownPolicies(found.policies));
  return { found: { ...pin, user, held, organization: { slug, name } }, policy };
}

type FoundPin = NonNullable<Awaited<ReturnType<typeof findPin>>["found"]>;

/** Counts a wrong guess; at the last one that a PIN stands, it is void. */
async function countMiss(tx: Transaction, { organizationId, id, user }: FoundPin, ip: string): Promise<void> {
  const [ended] = await tx.$queryRaw<{ ended: boolean }[]>`
    UPDATE pins SET misses = misses + 1,
      revoked_at = CASE WHEN misses + 1 >= ${PIN_MISSES_MAX}::int THEN now() END,
      revoked_because = CASE WHEN misses + 1 >= ${PIN_MISSES_MAX}::int THEN 'guessed' END
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid AND revoked_at IS NULL
    RETURNING revoked_at IS NOT NULL AS ended`;
  if (!ended?.ended) return;
  const subject = { type: "user" as const, id: user.id, name: user.username };
  await record(tx, organizationId, { kind: "anonymous", name: "PIN", ip }, "pin.revoked", subject);
}

/**
 * Takes one use, in one statement that finds none when there is none: N uses are N, however many come at once. The link
 * is bound to the PIN and ends with it.
 */
async function takeUse(
  tx: Transaction,
  { organizationId, id, user, organization, held }: FoundPin,
  ip: string,
): Promise<Result<Redeemed>> {
  // People before what they have, as whatever makes it void takes them.
  await tx.$queryRaw`
    SELECT 1 FROM users WHERE organization_id = ${organizationId}::uuid AND id = ${user.id}::uuid FOR KEY SHARE`;
  const [taken] = await tx.$queryRaw<{ uses_left: number }[]>`
    UPDATE pins SET uses_left = uses_left - 1, last_used_at = now()
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid
      AND uses_left > 0 AND revoked_at IS NULL AND expires_at > now()
    RETURNING uses_left`;
  if (!taken) return wrong();
  const token = newToken();
  const expiresAt = new Date(Date.now() + PIN_LINK_MINUTES * 60_000);
  await tx.credential.create({
    data: {
      organizationId,
      id: newId(),
      userId: user.id,
      kind: "pin",
      pinId: id,
      tokenHash: hashToken(token),
      expiresAt,
    },
    select: { id: true },
  });
  const by = { kind: "anonymous" as const, name: "PIN", ip };
  const subject = { type: "user" as const, id: user.id, name: user.username };
  await record(tx, organizationId, by, "pin.redeemed", subject, { after: { usesLeft: taken.uses_left } });
  return ok({ token, expiresAt, user, organization, policies: devicePoliciesOf(held) });
}
