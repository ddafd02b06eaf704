import { beforeAll, describe, expect, test } from "vitest";
import { listAuditEvents, readAuditFilter } from "@/lib/audit/queries";
import { readSession } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import { issueInvitation } from "@/lib/credentials/invitations";
import type { Actor } from "@/lib/permissions/actor";
import { suspendUsers } from "@/lib/users/bulk-commands";
import { findUser, listUsers } from "@/lib/users/queries";
import { adminQuery } from "@/tests/support/product-database";
import {
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Seconds from now until a moment in the database, by the database's own clock. */
async function secondsUntil(table: string, column: string, key: string, value: string): Promise<number> {
  const [row] = await adminQuery<{ seconds: number }>(
    `SELECT extract(epoch FROM ${column} - now())::float8 AS seconds FROM ${table} WHERE ${key} = $1`,
    [value],
  );
  return row?.seconds ?? Number.NaN;
}

// A server in another time zone than UTC writes moments, and reads those without a zone, in its own.
describe.each(["Asia/Kolkata", "America/St_Johns"])("on a server whose time zone is %s", (zone) => {
  let organization: TestOrganization;
  let admin: Actor;

  beforeAll(async () => {
    const [row] = await adminQuery<{ name: string }>("SELECT current_database() AS name");
    await adminQuery(`ALTER DATABASE "${row?.name}" SET timezone TO '${zone}'`);
    await adminQuery(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
      [row?.name],
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    organization = await makeOrganization();
    admin = await makeActor(organization, "admin");
  });

  test("a session lives its hours, and every request keeps it alive", async () => {
    const user = await makeUser(organization);
    await givePassword(user, "correct horse battery staple");
    const { username } = user;
    const tried = await signIn({
      username,
      password: "correct horse battery staple",
      ip: zone,
      userAgent: null,
    });
    const { sessionId } = unwrap(tried);
    expect(await secondsUntil("sessions", "expires_at", "id", sessionId)).toBeCloseTo(12 * 3600, -2);
    for (const minutesAgo of [0, 5, 59]) {
      await adminQuery("UPDATE sessions SET last_seen_at = now() - make_interval(mins => $2) WHERE id = $1", [
        sessionId,
        minutesAgo,
      ]);
      expect(await readSession(organization.id, sessionId, "")).not.toBeNull();
      expect(await secondsUntil("sessions", "last_seen_at", "id", sessionId)).toBeCloseTo(0, -2);
    }
    await adminQuery("UPDATE sessions SET last_seen_at = now() - interval '61 minutes' WHERE id = $1", [
      sessionId,
    ]);
    expect(await readSession(organization.id, sessionId, "")).toBeNull();
  });

  test("a link lapses on its day", async () => {
    const user = await makeUser(organization, { activatedAt: null });
    unwrap(await issueInvitation(admin, user.id));
    expect(await secondsUntil("credentials", "expires_at", "user_id", user.id)).toBeCloseTo(7 * 86_400, -2);
  });

  test("a status is the same in the list, on the page and in the filter", async () => {
    const query = {
      search: "",
      role: null,
      importId: null,
      groupId: null,
      sort: "created",
      descending: true,
      after: null,
      before: null,
    } as const;
    for (const [status, fields] of [
      ["locked", { lockedUntil: new Date(Date.now() + MINUTE_MS) }],
      ["active", { lockedUntil: new Date(Date.now() - MINUTE_MS) }],
      ["expired", { accessEndsAt: new Date(Date.now() - MINUTE_MS) }],
      ["active", { accessEndsAt: new Date(Date.now() + MINUTE_MS) }],
    ] as const) {
      const user = await makeUser(organization, fields);
      expect((await findUser(admin, user.id))?.status).toBe(status);
      const { rows } = await listUsers(admin, { ...query, status });
      expect(rows.find(({ id }) => id === user.id)).toMatchObject({ status, createdAt: user.createdAt });
      expect(Math.abs(user.createdAt.getTime() - Date.now())).toBeLessThan(MINUTE_MS);
      await setUser(user, { removedAt: new Date() });
    }
  });

  test("an event is told with the moment it happened at, and found under its day", async () => {
    const user = await makeUser(organization);
    unwrap(await suspendUsers(admin, { ids: [user.id] }));
    const today = new Date().toISOString().slice(0, 10);
    const find = async (address: Record<string, string>) =>
      (await listAuditEvents(admin, readAuditFilter({ subject: user.id, ...address }), null)).rows;
    const [event] = await find({ from: today, to: today });
    expect(Math.abs((event?.occurredAt.getTime() ?? 0) - Date.now())).toBeLessThan(MINUTE_MS);
    const yesterday = new Date(Date.now() - 24 * HOUR_MS).toISOString().slice(0, 10);
    expect(await find({ to: yesterday })).toEqual([]);
  });
});
