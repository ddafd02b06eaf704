import { adminQuery } from "@/tests/support/product-database";
import { PERMISSIONS_IN_ORDER } from "@/tests/support/random-access";
import { type KeptRule, meets, type PersonRow } from "@/tests/support/read-rules";

type Given = { at: Date; by: string | null; mirrorOf: string | null; isFollowed?: boolean };
type Person = PersonRow & {
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
  by_rule: boolean;
  followed: boolean;
  mirror_of: string | null;
};
type Single = {
  user_id: string;
  permission: string;
  given_at: Date;
  given_by: Named;
  followed: boolean;
  mirror_of: string | null;
};
type Named = { name?: string };
type Group = {
  id: string;
  name: string;
  permissions: string[];
  rule: KeptRule | null;
  rule_by: Named | null;
  rule_at: Date;
};
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

const PEOPLE_ADMIN = ["groups.read", "messages.read", "messages.send", "services.read", "services.assign"];
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
  const given = (at: Date, by: Named, mirrorOf: string | null, followed = false): Given => ({
    at,
    by: by.name ?? null,
    mirrorOf: (mirrorOf && names.get(mirrorOf)) ?? null,
    ...(followed ? { isFollowed: true } : {}),
  });

  return people.map((person) => {
    const told = events.get(person.id) ?? [];
    const may: Read[] = [];
    for (const permission of PERMISSIONS_IN_ORDER) {
      if (!managing && permission.startsWith("organizations.")) continue;
      const reasons: Record<string, unknown>[] = [];
      const own = ["account.read", "account.update", "addressBook.read", "support.ask"].includes(permission);
      if (own) reasons.push({ kind: "everybody" });
      if (!own && roleHas(person.role, permission))
        reasons.push({ kind: "role", role: person.role, given: lastOf(told, "role", person.role) });
      if (!own && person.access_profile && profileHas(person.access_profile, permission)) {
        const accessProfile = person.access_profile;
        const giving = lastOf(told, "accessProfile", accessProfile);
        reasons.push({ kind: "accessProfile", accessProfile, given: giving });
      }
      for (const group of groups) {
        if (group.rule) {
          if (!group.permissions.includes(permission) || !meets(group.rule, person)) continue;
          const mine = (members.get(person.id) ?? []).find(({ group_id }) => group_id === group.id);
          const made = given(group.rule_at, group.rule_by ?? {}, null);
          const told = { words: inWords(group.rule), made, since: mine?.added_at };
          reasons.push({ kind: "rule", name: group.name, ...told });
          continue;
        }
        for (const { group_id, added_at, added_by, mirror_of, followed } of members.get(person.id) ?? []) {
          if (group_id !== group.id || !group.permissions.includes(permission)) continue;
          reasons.push({
            kind: "group",
            name: group.name,
            given: given(added_at, added_by, mirror_of, followed),
          });
        }
      }
      for (const single of singles.get(person.id) ?? []) {
        if (single.permission !== permission) continue;
        reasons.push({
          kind: "alone",
          given: given(single.given_at, single.given_by, single.mirror_of, single.followed),
        });
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
  return role === "billing" && (permission.startsWith("billing.") || permission === "services.read");
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
  return { at: last.occurred_at, by: last.actor_name, mirrorOf: last.changes.after?.mirrorOf ?? null };
}

/** Only what people at random are asked. */
const SAID: Record<string, string> = { company: "Company", lastName: "Last name" };

const inWords = ({ match, conditions }: KeptRule) =>
  conditions
    .map(({ field, is, value }) => {
      if (field === "role") return `Role is ${value === "user" ? "User" : "Billing admin"}`;
      const test = { is: "is", isNot: "is not", contains: "contains", isEmpty: "is empty" }[is];
      return is === "isEmpty" ? `${SAID[field]} ${test}` : `${SAID[field]} ${test} “${value}”`;
    })
    .join(match === "all" ? " and " : " or ");

function byPerson<Row>(rows: Row[], idOf: (row: Row) => string): Map<string, Row[]> {
  const people = new Map<string, Row[]>();
  for (const row of rows) people.set(idOf(row), [...(people.get(idOf(row)) ?? []), row]);
  return people;
}
