import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { refreshRights } from "@/lib/groups/rights";
import { newId } from "@/lib/ids";
import { adminQuery } from "@/tests/support/product-database";
import type { TestOrganization } from "@/tests/support/product-people";

/** Every permission in the order in which it is told, written out once more. */
export const PERMISSIONS_IN_ORDER = [
  "account.read",
  "account.update",
  "addressBook.read",
  "organizations.read",
  "organizations.manage",
  "organizations.create",
  "organizations.suspend",
  "users.read",
  "users.export",
  "users.export.schedule",
  "users.create",
  "users.update",
  "users.role.update",
  "users.groups.update",
  "users.policies.update",
  "users.suspend",
  "users.remove",
  "users.credentials.read",
  "users.credentials.issue",
  "users.import.read",
  "users.import.prepare",
  "users.import.commit",
  "groups.read",
  "groups.update",
  "messages.read",
  "messages.send",
  "messages.templates.update",
  "services.read",
  "services.assign",
  "services.update",
  "support.ask",
  "support.read",
  "support.update",
  "telephony.read",
  "telephony.update",
  "billing.read",
  "billing.update",
  "settings.read",
  "settings.update",
  "apiKeys.read",
  "apiKeys.update",
  "connections.read",
  "connections.update",
  "audit.read",
];

const HOUR_MS = 3_600_000;
const GROUPS = 24;
/** One of so many groups is by rule. */
const RULED = 3;
const NO_RULE = { rule: null, rule_by: null, rule_at: null };

/** Numbers from 0 to 1 that are the same for the same seed, by a linear congruence. */
export function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/**
 * Fills an organization with people of all states, who are given things in every way at random, with events that tell of
 * some of them, and of things that never were.
 */
export async function fillAtRandom(
  { id: organization_id, domainId: domain_id, domain }: TestOrganization,
  count: number,
  random: () => number,
): Promise<void> {
  const chance = (share: number) => random() < share;
  const below = (limit: number) => Math.floor(random() * limit);
  const oneOf = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  const some = <T>(values: readonly T[], max: number): T[] => {
    const left = [...values];
    return Array.from({ length: below(max + 1) }, () => left.splice(below(left.length), 1)).flat();
  };
  const moment = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
  const past = () => moment(-1 - below(9_000));
  const role = () => oneOf(["admin", "viewer", "billing", "user", "user", "user"]);
  const profile = () => oneOf([null, null, null, "userManagementAdmin", "userManagementViewer"]);
  const giver = () => {
    const name = oneOf(["Ada Adams", "Ben Bell", "Cy Cole"]);
    return chance(0.9) ? { userId: newId(), organizationId: newId(), name, username: "a@b.c", ip: null } : {};
  };

  const condition = () =>
    oneOf([
      { field: "company", is: oneOf(["is", "isNot", "contains"]), value: oneOf(["sales", "strasse", "s"]) },
      { field: "company", is: "isEmpty", value: "" },
      { field: "lastName", is: "contains", value: String(below(10)) },
      { field: "role", is: "is", value: oneOf(["user", "billing"]) },
    ]);
  const rule = () => ({
    match: oneOf(["all", "any"]),
    conditions: Array.from({ length: 1 + below(3) }, condition),
  });

  const people = Array.from({ length: count }, (_, index) => ({
    organization_id,
    domain_id,
    id: newId(),
    first_name: oneOf(["Una", "Émile", "zoe"]),
    last_name: `Upton ${below(count / 2)}`,
    company: oneOf([null, "Sales", "SÁLES", "Straße", "Back office"]),
    username: `random${index}@${domain}`,
    access_email: `random${index}@${domain}`,
    role: role(),
    access_profile: profile(),
    activated_at: chance(0.7) ? past() : null,
    removed_at: chance(0.05) ? past() : null,
    suspended_at: chance(0.05) ? past() : null,
    legacy_status: chance(0.02) ? oneOf(["blocked", "disabled"]) : null,
    locked_until: chance(0.05) ? moment(oneOf([-1, 1])) : null,
    access_ends_at: chance(0.1) ? moment(oneOf([-5, 5])) : null,
    credential_expires_at: chance(0.2) ? moment(oneOf([-5, 5])) : null,
  }));
  await insert("users", people);
  const known = [...people.map(({ id }) => id), newId()];
  const mirrored = () => (chance(0.4) ? oneOf(known) : null);
  const named = [...PERMISSIONS_IN_ORDER, "users.fly"];

  const groups = Array.from({ length: GROUPS }, (_, index) => ({
    organization_id,
    id: newId(),
    name: `${oneOf(["Front", "front", "Back"])} ${index}`,
    permissions: some(named, 8),
    ...(index % RULED === 0 ? { rule: rule(), rule_by: giver(), rule_at: past() } : NO_RULE),
  }));
  await insert("groups", groups);
  const chosen = groups.filter((group) => group.rule === null);
  const members = people.flatMap(({ id: user_id }) =>
    some(chosen, 4).map(({ id: group_id }) => ({
      organization_id,
      group_id,
      user_id,
      added_at: past(),
      added_by: giver(),
      mirror_of: mirrored(),
      followed: chance(0.3),
    })),
  );
  await insert("group_members", members);
  const permissions = people.flatMap(({ id: user_id }) =>
    some(named, 4).map((permission) => ({
      organization_id,
      user_id,
      permission,
      given_at: past(),
      given_by: giver(),
      mirror_of: mirrored(),
      followed: chance(0.3),
    })),
  );
  await insert("user_permissions", permissions);

  const events = people.flatMap((person) => {
    const side = (): Record<string, string | null> => ({
      ...(chance(0.5) ? { role: oneOf([person.role, role()]) } : {}),
      ...(chance(0.5) ? { accessProfile: oneOf([person.access_profile, profile()]) } : {}),
      ...(chance(0.3) ? { mirrorOf: oneOf(["Dee Dunn", "Eli East"]) } : {}),
    });
    return Array.from({ length: below(5) }, () => ({
      organization_id,
      id: newId(),
      occurred_at: past(),
      action: oneOf([
        "user.created",
        "user.updated",
        "user.roleChanged",
        "user.rightsChanged",
        "user.joinedGroup",
      ]),
      actor_kind: "user",
      actor_name: oneOf(["Ada Adams", "Ben Bell"]),
      subject_type: "user",
      subject_id: person.id,
      subject_name: person.username,
      changes: { ...(chance(0.6) ? { before: side() } : {}), ...(chance(0.9) ? { after: side() } : {}) },
    }));
  });
  await insert("audit_events", events);
  const everybody = Prisma.sql`SELECT id FROM users`;
  const settle = async (tx: Transaction) => {
    await tx.$queryRaw`SELECT came::int FROM follow_rules(${organization_id}::uuid, NULL, array(${everybody}))`;
    await refreshRights(tx, organization_id, everybody);
  };
  await withOrganization(organization_id, settle, { lacks: [] });
}

async function insert(table: string, rows: Record<string, unknown>[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(", ");
  await adminQuery(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}
