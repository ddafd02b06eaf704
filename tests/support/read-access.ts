import { adminQuery } from "@/tests/support/product-database";
import { PERMISSIONS_IN_ORDER } from "@/tests/support/random-access";

type Given = { at: Date; by: string | null; mirrorOf: string | null };
type Person = {
  id: string;
  name: string;
  role: string;
  access_profile: string | null;
  removed_at: Date | null;
  suspended_at: Date | null;
  legacy_status: string | null;
  access_ends_at: Date | null;
};
type Member = {
  user_id: string;
  group_id: string;
  added_at: Date;
  added_by: Named;
  mirror_of: string | null;
};
type Single = {
  user_id: string;
  permission: string;
  given_at: Date;
  given_by: Named;
  mirror_of: string | null;
};
type Named = { name?: string };
type Group = { id: string; name: string; permissions: string[] };
type Side = Record<string, string | null> | undefined;
type Event = {
  subject_id: string;
  action: string;
  actor_name: string;
  occurred_at: Date;
  changes: { before?: Side; after?: Side };
};

export type Read = { permission: string; reasons: Record<string, unknown>[] };
export type ReadPerson = Person & { may: Read[] };

const PEOPLE_ADMIN = ["groups.read", "messages.read", "messages.send"];
const PEOPLE_VIEWER = ["users.read", "users.import.read", "users.import.prepare"];

/**
 * All people of an organization in the order of the list, and what each may do and why: told row by row from the bare
 * tables, by a reading that has nothing in common with the product's.
 */
export async function readAccess(organizationId: string, managing: boolean): Promise<ReadPerson[]> {
  const rows = <Row extends Record<string, unknown>>(table: string, order: string) =>
    adminQuery<Row>(`SELECT * FROM ${table} WHERE organization_id = $1 ORDER BY ${order}`, [organizationId]);
  const people = await adminQuery<Person>(
    "SELECT *, first_name || ' ' || last_name AS name FROM users WHERE organization_id = $1 ORDER BY sort_name, id",
    [organizationId],
  );
  const groups = await rows<Group>("groups", "lower(name), id");
  const members = byPerson(await rows<Member>("group_members", "group_id"), ({ user_id }) => user_id);
  const singles = byPerson(await rows<Single>("user_permissions", "permission"), ({ user_id }) => user_id);
  const events = byPerson(await rows<Event>("audit_events", "id"), ({ subject_id }) => subject_id);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const given = (at: Date, by: Named, mirrorOf: string | null): Given => ({
    at,
    by: by.name ?? null,
    mirrorOf: (mirrorOf && names.get(mirrorOf)) ?? null,
  });

  return people.map((person) => {
    const told = events.get(person.id) ?? [];
    const may: Read[] = [];
    for (const permission of PERMISSIONS_IN_ORDER) {
      if (!managing && permission.startsWith("organizations.")) continue;
      const reasons: Record<string, unknown>[] = [];
      const own = permission === "account.read" || permission === "account.update";
      if (own) reasons.push({ kind: "everybody" });
      if (!own && roleHas(person.role, permission))
        reasons.push({ kind: "role", role: person.role, given: lastOf(told, "role", person.role) });
      if (!own && person.access_profile && profileHas(person.access_profile, permission)) {
        const accessProfile = person.access_profile;
        const giving = lastOf(told, "accessProfile", accessProfile);
        reasons.push({ kind: "accessProfile", accessProfile, given: giving });
      }
      for (const group of groups) {
        for (const { group_id, added_at, added_by, mirror_of } of members.get(person.id) ?? []) {
          if (group_id !== group.id || !group.permissions.includes(permission)) continue;
          reasons.push({ kind: "group", name: group.name, given: given(added_at, added_by, mirror_of) });
        }
      }
      for (const single of singles.get(person.id) ?? []) {
        if (single.permission !== permission) continue;
        reasons.push({ kind: "alone", given: given(single.given_at, single.given_by, single.mirror_of) });
      }
      if (reasons.length > 0) may.push({ permission, reasons });
    }
    return { ...person, may };
  });
}

/** Whether somebody may come in, or may once they have activated the account. */
export const comesIn = (person: ReadPerson): boolean =>
  !person.removed_at &&
  !person.suspended_at &&
  !person.legacy_status &&
  (person.access_ends_at === null || person.access_ends_at.getTime() > Date.now());

function roleHas(role: string, permission: string): boolean {
  if (role === "admin") return true;
  if (role === "viewer") return permission.endsWith(".read") || permission === "users.export";
  return role === "billing" && permission.startsWith("billing.");
}

function profileHas(profile: string, permission: string): boolean {
  if (profile === "userManagementViewer") return PEOPLE_VIEWER.includes(permission);
  if (permission === "users.policies.update") return false;
  return permission.startsWith("users.") || PEOPLE_ADMIN.includes(permission);
}

/** The last of the events, oldest first, that made the field another one, if what it made it is what it is. */
function lastOf(events: Event[], field: string, value: string): Given | null {
  let last: Event | null = null;
  for (const event of events) {
    const { before = {}, after = {} } = event.changes;
    if (!["user.created", "user.updated", "user.roleChanged", "user.rightsChanged"].includes(event.action))
      continue;
    if (field in after && (before[field] ?? null) !== after[field]) last = event;
  }
  if (!last || last.changes.after?.[field] !== value) return null;
  return { at: last.occurred_at, by: last.actor_name, mirrorOf: null };
}

function byPerson<Row>(rows: Row[], idOf: (row: Row) => string): Map<string, Row[]> {
  const people = new Map<string, Row[]>();
  for (const row of rows) people.set(idOf(row), [...(people.get(idOf(row)) ?? []), row]);
  return people;
}
