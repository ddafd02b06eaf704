import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { activate } from "@/lib/credentials/activation";
import { changePassword } from "@/lib/credentials/change-password";
import { issueInvitation } from "@/lib/credentials/invitations";
import { askForNewLink } from "@/lib/credentials/renewals";
import { requestReset, resetPassword } from "@/lib/credentials/resets";
import type { User } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { reactivateUsers, suspendUsers } from "@/lib/users/bulk-commands";
import { updateUser } from "@/lib/users/commands";
import { mailSink, tokenIn } from "@/tests/support/mail-sink";
import { adminQuery } from "@/tests/support/product-database";
import {
  inputOf,
  makeActor,
  makeOrganization,
  makeUser,
  personOf,
  type TestOrganization,
} from "@/tests/support/product-people";

// What is tried here is the order of the steps: hashes, dictionaries, waiting and counting would only make it slow.
vi.mock("@/lib/auth/passwords", () => ({
  TooBusy: class extends Error {},
  hashPassword: async (password: string) => `hash of ${password}`,
  verifyPassword: async (password: string, hash: string | null) => hash === `hash of ${password}`,
}));
vi.mock("@/lib/auth/answer-time", () => ({
  refuseInStep: (_: number, work: () => unknown) => work(),
  answerInStep: (_: number, work: () => unknown) => work(),
}));
vi.mock("@/lib/auth/throttle", () => ({
  countSignIn: async () => null,
  forgetSignIns: async () => undefined,
  countLinkRequest: async () => null,
}));
vi.mock("@/lib/credentials/password-strength", () => ({
  judgePassword: async () => ({ issue: null, score: 4 }),
}));

/** Ten thousand take half an hour; in between, some are tried each time. */
const ORDERS = Number(process.env.ROLLCALL_ORDERS ?? 150);
const LANES = 4;
const TOLD_EVERY = 500;

const STEPS = [
  "strangerAsks",
  "strangerAsksByEmail",
  "strangerAsksForThemselves",
  "strangerRenews",
  "mailGoesOut",
  "victimResets",
  "victimChanges",
  "strangerUsesOwnLink",
  "strangerUsesOldMailbox",
  "strangerUsesWasted",
  "strangerUsesTampered",
  "strangerActivatesWithLink",
  "strangerChangesVictims",
  "addressChanges",
  "roleChanges",
  "suspended",
  "reactivated",
  "adminInvites",
] as const;
type Step = (typeof STEPS)[number];

// Without these nothing happens.
const OFTEN: Step[] = [
  "strangerAsks",
  "strangerAsks",
  "mailGoesOut",
  "mailGoesOut",
  "mailGoesOut",
  "victimResets",
  "victimResets",
];

/**
 * A stranger has an account of their own in the same organization and reads the mailbox that the victim had before. No
 * order of steps lets them set the victim's password, and a link that was used is never good again.
 */
test(`${ORDERS} random orders of the steps of a reset take nobody's account over`, async () => {
  const step = fc.constantFrom(...STEPS, ...OFTEN);
  const orders = fc.sample(fc.array(step, { minLength: 4, maxLength: 10 }), ORDERS).values();
  const places: [TestOrganization, Actor][] = [];
  for (let lane = 0; lane < LANES; lane += 1) {
    const organization = await makeOrganization();
    places.push([organization, await makeActor(organization, "admin")]);
  }
  let victimReset = 0;
  let done = 0;
  const work = async ([organization, admin]: [TestOrganization, Actor]) => {
    for (const order of orders) {
      const resets = await run(order, organization, admin);
      victimReset += resets;
      done += 1;
      if (done % TOLD_EVERY === 0) console.log(`${done} orders, ${victimReset} of them with a reset.`);
    }
  };
  await Promise.all(places.map(work));
  // The steps do come together: victims do get their passwords changed by links.
  expect(victimReset).toBeGreaterThan(ORDERS / 100);
}, 3_600_000);

async function run(order: Step[], organization: TestOrganization, admin: Actor): Promise<number> {
  const sink = mailSink();
  const unique = Math.random().toString(36).slice(2);
  const old = `old.${unique}@mail.example`;
  const victim = await makeUser(organization, { accessEmail: old });
  const stranger = await makeUser(organization, { accessEmail: `stranger.${unique}@mail.example` });
  for (const user of [victim, stranger]) await setHash(user, `first of ${user.id}`);
  const now = { email: old, password: `first of ${victim.id}`, resets: 0, changes: 0, isMoved: false };
  const wasted: string[] = [];
  const nextChange = () => {
    now.changes += 1;
    return now.changes;
  };
  const here = { ip: "192.0.2.1", userAgent: null };
  const evil = "the stranger's choice";
  /** Links the stranger can read: their own mail, and what came to the victim's mailbox of before once it is theirs. */
  const readable = () =>
    [stranger.accessEmail, ...(now.isMoved ? [old] : [])].flatMap((to) => sink.to(to)).map(tokenIn);
  const theirs = () => sink.to(now.email).map(tokenIn).filter(Boolean);
  const everyWay = async (token: string) => {
    await resetPassword(token, evil, here);
    await activate(token, evil, here);
  };
  const version = async () =>
    (await adminQuery<{ version: number }>("SELECT version FROM users WHERE id = $1", [victim.id]))[0]
      ?.version ?? 0;
  const edit = async (fields: Parameters<typeof inputOf>[1]) =>
    updateUser(admin, victim.id, await version(), inputOf({ ...victim, accessEmail: now.email }, fields));

  const steps: Record<Step, () => Promise<unknown>> = {
    strangerAsks: () => requestReset({ name: victim.username, ip: here.ip }),
    strangerAsksByEmail: () => requestReset({ name: now.email, ip: here.ip }),
    strangerAsksForThemselves: () => requestReset({ name: stranger.username, ip: here.ip }),
    strangerRenews: async () => {
      for (const token of [...readable(), ...wasted].slice(-2)) await askForNewLink(token, here);
    },
    mailGoesOut: () => sink.deliver(organization.id),
    victimResets: async () => {
      const token = theirs().at(-1) ?? "";
      const next = `the victim's ${nextChange()}`;
      const done = await resetPassword(token, next, here);
      if (!done.ok) return;
      Object.assign(now, { password: next, resets: now.resets + 1 });
      wasted.push(token);
    },
    victimChanges: async () => {
      const next = `the victim's ${nextChange()}`;
      const done = await changePassword(personOf(victim), organization, { current: now.password, next });
      if (done.ok) now.password = next;
    },
    strangerUsesOwnLink: async () => {
      for (const token of sink.to(stranger.accessEmail).map(tokenIn)) await everyWay(token);
    },
    strangerUsesOldMailbox: async () => {
      for (const token of readable()) await everyWay(token);
    },
    strangerUsesWasted: async () => {
      for (const token of wasted) await everyWay(token);
    },
    strangerUsesTampered: async () => {
      for (const token of theirs().slice(-1))
        await everyWay(`${token.slice(0, -1)}${token.endsWith("A") ? "E" : "A"}`);
    },
    strangerActivatesWithLink: async () => {
      for (const token of readable()) await activate(token, evil, here);
    },
    strangerChangesVictims: () =>
      changePassword(personOf(victim), organization, { current: evil, next: `${evil} again` }),
    addressChanges: async () => {
      const email = `new.${unique}@mail.example`;
      const done = await edit({ accessEmail: email });
      if (done.ok) Object.assign(now, { email, isMoved: true });
    },
    roleChanges: () => edit({ role: "viewer" }),
    suspended: () => suspendUsers(admin, { ids: [victim.id] }),
    reactivated: () => reactivateUsers(admin, { ids: [victim.id] }),
    adminInvites: () => issueInvitation(admin, victim.id),
  };

  for (const [index, step] of order.entries()) {
    await steps[step]();
    const hash = await hashOf(victim);
    expect(hash, order.slice(0, index + 1).join(", ")).toBe(`hash of ${now.password}`);
  }
  return now.resets;
}

const setHash = ({ organizationId, id }: User, password: string) =>
  adminQuery("INSERT INTO passwords (organization_id, user_id, hash) VALUES ($1, $2, $3)", [
    organizationId,
    id,
    `hash of ${password}`,
  ]);

async function hashOf({ id }: User): Promise<string | undefined> {
  return (await adminQuery<{ hash: string }>("SELECT hash FROM passwords WHERE user_id = $1", [id]))[0]?.hash;
}
