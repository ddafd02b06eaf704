import { beforeAll, describe, expect, test, vi } from "vitest";
import { countSheet } from "@/app/(org)/[org]/messages/actions";
import { POST as printSheet } from "@/app/api/organizations/[org]/users/qr-sheet/route";
import { activate, readActivation } from "@/lib/credentials/activation";
import { issueInvitation } from "@/lib/credentials/invitations";
import { issueQr, issueQrSheet } from "@/lib/credentials/qr-commands";
import { SHEET_PEOPLE_MAX } from "@/lib/credentials/sheet-layout";
import { hashToken } from "@/lib/credentials/token";
import type { Audience } from "@/lib/messages/audience";
import { planMessage } from "@/lib/messages/compose-commands";
import type { Actor } from "@/lib/permissions/actor";
import { changeRoles, removeUsers } from "@/lib/users/bulk-commands";
import { findUser } from "@/lib/users/queries";
import { adminQuery, dump, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const signedIn = vi.hoisted(() => ({ actor: null as unknown }));
vi.mock("@/lib/auth/guard", () => ({ findActor: async () => signedIn.actor }));
vi.mock("next/cache", () => ({ refresh: () => undefined }));
// A sheet of 500 codes takes seconds to draw, and has a test of its own.
vi.mock("@/lib/credentials/qr-sheet", () => ({ qrSheet: async () => new Uint8Array() }));

const PASSWORD = "lavender submarine clockwork";
const HERE = { ip: "192.0.2.1", userAgent: null };
const EVERYBODY = { search: "", status: null, role: null, importId: null, groupId: null };

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const waiting = (fields: Parameters<typeof makeUser>[1] = {}, of = organization) =>
  makeUser(of, { activatedAt: null, ...fields });

describe("a QR code", () => {
  test("holds a link of 256 bits that activates the account, once, and that looking at does not use up", async () => {
    const user = await waiting();
    const { token, expiresAt } = unwrap(await issueQr(admin, user.id));
    expect(token).toMatch(/^[\w-]{43}$/);
    expect((expiresAt.getTime() - Date.now()) / 86_400_000).toBeCloseTo(7, 2);
    expect((await findUser(admin, user.id))?.credentialExpiresAt).toEqual(expiresAt);
    const before = await snapshot();
    for (let index = 0; index < 3; index += 1) expect(codeOf(await readActivation(token))).toBe("ok");
    expect(await snapshot()).toEqual(before);
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) => activate(token, `${PASSWORD} ${index}`, HERE)),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const events = await eventsOf(user.id);
    expect(events.map(({ action }) => action)).toEqual(["credential.issued", "user.activated"]);
    expect(events[0]?.changes).toEqual({ after: { kind: "qr" } });
    expect(events[1]?.actor_name).toBe("QR code");
  });

  test("takes the place of the one before, and leaves an invitation alone", async () => {
    const user = await waiting();
    const invitation = unwrap(await issueInvitation(admin, user.id)).token;
    const first = unwrap(await issueQr(admin, user.id)).token;
    const second = unwrap(await issueQr(admin, user.id)).token;
    expect(codeOf(await readActivation(first))).toBe("notFound");
    expect(codeOf(await readActivation(invitation))).toBe("ok");
    unwrap(await issueInvitation(admin, user.id));
    unwrap(await activate(second, PASSWORD, HERE));
    expect(codeOf(await readActivation(invitation))).toBe("notFound");
  });

  test("is void as soon as the person's rights change, or the person is removed", async () => {
    const [promoted, removed] = [await waiting(), await waiting()];
    const tokens = [
      unwrap(await issueQr(admin, promoted.id)).token,
      unwrap(await issueQr(admin, removed.id)).token,
    ];
    unwrap(await changeRoles(admin, { ids: [promoted.id] }, "admin"));
    unwrap(await removeUsers(admin, { ids: [removed.id] }));
    for (const token of tokens) expect(codeOf(await activate(token, PASSWORD, HERE))).toBe("notFound");
  });

  test("is in the database as a hash alone", async () => {
    const user = await waiting();
    const { token } = unwrap(await issueQr(admin, user.id));
    const all = await dump();
    expect(all).toContain(Buffer.from(hashToken(token)).toString("hex"));
    for (const form of [token, Buffer.from(token).toString("hex")]) expect(all.includes(form)).toBe(false);
  });

  test("is made for nobody above oneself, elsewhere, or who could not use it", async () => {
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const above = await waiting({ role: "admin" });
    const stranger = await makeActor(await makeOrganization(), "admin");
    const active = await makeUser(organization);
    expect(codeOf(await issueQr(manager, above.id))).toBe("forbidden");
    expect(codeOf(await issueQr(await makeActor(organization, "viewer"), above.id))).toBe("forbidden");
    expect(codeOf(await issueQr(stranger, above.id))).toBe("notFound");
    expect(codeOf(await issueQr(admin, active.id))).toBe("conflict");
    expect(codeOf(await issueQr(admin, "nobody"))).toBe("notFound");
  });
});

describe("a sheet", () => {
  test("has a code for each who waits and is within reach, in one command with an event for each", async () => {
    const own = await makeOrganization();
    const boss = await makeActor(own, "admin");
    const manager = await makeActor(own, "user", "userManagementAdmin");
    const people = await Promise.all(Array.from({ length: 12 }, () => waiting({}, own)));
    const above = await waiting({ role: "admin" }, own);
    const others = [
      above,
      await makeUser(own),
      await waiting({ suspendedAt: new Date() }, own),
      await waiting({ accessEndsAt: new Date() }, own),
      await waiting({ removedAt: new Date() }, own),
      await waiting(),
    ];
    const before = unwrap(await issueQr(boss, people[0]?.id ?? "")).token;
    const chosen = { ids: [...people, ...others].map(({ id }) => id) };
    const sheet = unwrap(await issueQrSheet(manager, chosen));
    expect(sheet.people.map(({ id }) => id).toSorted()).toEqual(people.map(({ id }) => id).toSorted());
    expect(sheet.left).toBe(5);
    expect(codeOf(await readActivation(before))).toBe("notFound");
    for (const { id, token, username } of sheet.people) {
      expect(unwrap(await readActivation(token)).username).toBe(username);
      expect((await eventsOf(id)).at(-1)).toMatchObject({
        action: "credential.issued",
        actor_user_id: manager.userId,
      });
    }
    for (const { id } of others) expect(await eventsOf(id)).toEqual([]);
    expect(
      unwrap(await issueQrSheet(boss, { filter: { ...EVERYBODY, role: "admin" } })).people,
    ).toMatchObject([{ id: above.id }]);
  });

  test("is refused when nobody waits, for too many, and to whoever may issue nothing", async () => {
    const own = await makeOrganization();
    const boss = await makeActor(own, "admin");
    expect(codeOf(await issueQrSheet(boss, { filter: EVERYBODY }))).toBe("conflict");
    await adminQuery(
      `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email)
       SELECT $1, uuid7(), 'Una', 'Upton', 'una' || n || '@' || $2::text, $3, 'una' || n || '@mail.example'
       FROM generate_series(1, $4::int) AS n`,
      [own.id, own.domain, own.domainId, SHEET_PEOPLE_MAX + 1],
    );
    const before = await snapshot();
    expect(codeOf(await issueQrSheet(boss, { filter: EVERYBODY }))).toBe("conflict");
    expect(codeOf(await issueQrSheet(await makeActor(own, "viewer"), { filter: EVERYBODY }))).toBe(
      "forbidden",
    );
    expect((await snapshot()).credentials).toBe(before.credentials);
    await adminQuery(
      "UPDATE users SET removed_at = now() WHERE organization_id = $1 AND username LIKE 'una1@%'",
      [own.id],
    );
    expect(unwrap(await issueQrSheet(boss, { filter: EVERYBODY })).people).toHaveLength(SHEET_PEOPLE_MAX);
  });

  test("of too many is one for the first, and the next one has the others", async () => {
    const own = await makeOrganization();
    const boss = await makeActor(own, "admin");
    await adminQuery(
      `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email)
       SELECT $1, uuid7(), 'Una', 'Upton', 'una' || n || '@' || $2::text, $3, 'una' || n || '@mail.example'
       FROM generate_series(1, $4::int) AS n`,
      [own.id, own.domain, own.domainId, SHEET_PEOPLE_MAX + 3],
    );
    const print = async () => unwrap(await issueQrSheet(boss, { filter: EVERYBODY }, { firstOnly: true }));
    const first = await print();
    expect(first).toMatchObject({ left: 1, more: 3 });
    expect(first.people).toHaveLength(SHEET_PEOPLE_MAX);
    const printed = new Set(first.people.map(({ id }) => id));
    expect((await print()).people.filter(({ id }) => !printed.has(id))).toHaveLength(3);
  });

  test("of another organization's people has nobody", async () => {
    const stranger = await makeActor(await makeOrganization(), "admin");
    const user = await waiting();
    expect(codeOf(await issueQrSheet(stranger, { ids: [user.id] }))).toBe("conflict");
    expect(await eventsOf(user.id)).toEqual([]);
  });
});

describe("a sheet for those who were invited and never came", () => {
  const chase: Audience = { invitedDaysAgo: 3 };
  const print = (body: object) =>
    printSheet(
      new Request("http://rollcall.example/api/organizations/org/users/qr-sheet", {
        method: "POST",
        body: JSON.stringify({ selection: chase, paper: "a4", ...body }),
      }),
      { params: Promise.resolve({ org: "org" }) },
    );

  test("has the same people as a message that chases them, and is counted before", async () => {
    const own = await makeOrganization();
    const boss = await makeActor(own, "admin");
    const invited = await Promise.all([{}, {}, { role: "admin" }].map((fields) => waiting(fields, own)));
    const others = [{ suspendedAt: new Date() }, { accessEndsAt: new Date() }, { activatedAt: new Date() }];
    for (const { id } of [...invited, await waiting({}, own)]) unwrap(await issueInvitation(boss, id));
    const ids = invited.map(({ id }) => id);
    for (const fields of others) {
      const { id } = await makeUser(own, { activatedAt: null, ...fields });
      ids.push(id);
      await adminQuery(
        `INSERT INTO credentials (organization_id, id, user_id, kind, token_hash, expires_at)
         VALUES ($1, uuid7(), $2, 'invitation', sha256($2::uuid::text::bytea), now())`,
        [own.id, id],
      );
    }
    await adminQuery(
      "UPDATE credentials SET created_at = now() - interval '4 days' WHERE user_id = ANY($1::uuid[])",
      [ids],
    );
    const given = { audience: chase, templateKey: "invitation", method: "email" as const };
    expect(unwrap(await planMessage(boss, given)).going).toBe(3);
    signedIn.actor = boss;
    expect(await countSheet("org", chase)).toEqual({ ok: true, value: 3 });
    const sheet = await print({});
    expect([sheet.status, sheet.headers.get("x-people"), sheet.headers.get("x-people-left")]).toEqual([
      200,
      "3",
      "0",
    ]);
    const made = await adminQuery<{ user_id: string }>(
      "SELECT user_id FROM credentials WHERE organization_id = $1 AND kind = 'qr'",
      [own.id],
    );
    expect(made.map((row) => row.user_id).toSorted()).toEqual(invited.map(({ id }) => id).toSorted());
    signedIn.actor = await makeActor(own, "user", "userManagementAdmin");
    expect(await countSheet("org", chase)).toEqual({ ok: true, value: 2 });
    expect((await print({})).headers.get("x-people-left")).toBe("1");
    signedIn.actor = await makeActor(own, "viewer");
    expect(codeOf(await countSheet("org", chase))).toBe("forbidden");
    expect((await print({})).status).toBe(403);
  });

  test("of too many is refused where nobody asked for the first of them", async () => {
    const own = await makeOrganization();
    signedIn.actor = await makeActor(own, "admin");
    await adminQuery(
      `WITH people AS (
         INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email)
         SELECT $1, uuid7(), 'Una', 'Upton', 'una' || n || '@' || $2::text, $3, 'una' || n || '@mail.example'
         FROM generate_series(1, $4::int) AS n RETURNING id)
       INSERT INTO credentials (organization_id, id, user_id, kind, token_hash, expires_at, created_at)
       SELECT $1, uuid7(), id, 'invitation', sha256(id::text::bytea), now(), now() - interval '4 days' FROM people`,
      [own.id, own.domain, own.domainId, SHEET_PEOPLE_MAX + 1],
    );
    expect(await countSheet("org", chase)).toEqual({ ok: true, value: SHEET_PEOPLE_MAX + 1 });
    const refused = await print({});
    expect([refused.status, ((await refused.json()) as { title: string }).title]).toEqual([
      409,
      "A sheet holds at most 500 people. Choose fewer.",
    ]);
    const sheet = await print({ firstOnly: true });
    expect([sheet.status, sheet.headers.get("x-people"), sheet.headers.get("x-people-more")]).toEqual([
      200,
      "500",
      "1",
    ]);
  });
});
