import { expect, test } from "vitest";
import { actorIn } from "@/lib/permissions/actor";
import { can, canGive } from "@/lib/permissions/can";
import { ALL_PERMISSIONS, PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import { permissionsOf, ROLE_LABELS } from "@/lib/permissions/roles";
import { givenBy, HOLDERS, type Holder, WAY_NAMES, WAYS } from "@/tests/support/ways-to-give";

const ORGANIZATION = { id: "1", slug: "acme", name: "Acme", managing: false };
const MANAGED = { ...ORGANIZATION, id: "3", slug: "branch", name: "Branch" };

function actorOf({ role, accessProfile }: Holder, organization = ORGANIZATION) {
  const person = { userId: "2", organizationId: "1", sessionId: null, name: "A", username: "a@x", ip: null };
  return actorIn({ ...person, role, accessProfile }, organization);
}

function atHome(holder: Holder) {
  const actor = actorOf(holder);
  if (!actor) throw new Error("Nobody is at work.");
  return actor;
}

/** How many permissions each may give by each way. */
const waysIn = (organization: typeof ORGANIZATION): string => {
  const counts = (name: (typeof WAY_NAMES)[number]) =>
    HOLDERS.map((holder) => {
      const actor = actorOf(holder, organization);
      return String((actor && givenBy(name, actor).length) || "");
    });
  return [
    `| | ${labels.join(" | ")} |`,
    `| --- |${labels.map(() => " :---: |").join("")}`,
    ...WAY_NAMES.map((name) => `| ${WAYS[name].label} | ${counts(name).join(" | ")} |`),
  ].join("\n");
};

/** Which permissions those are, for each set that there is. */
function setsGiven(): string {
  const sets = new Map<string, { permissions: Permission[]; who: Set<string> }>();
  for (const name of WAY_NAMES)
    for (const holder of HOLDERS) {
      const permissions = givenBy(name, atHome(holder));
      const key = [...permissions].sort().join(" ");
      const there = sets.get(key) ?? { permissions, who: new Set() };
      sets.set(key, { ...there, who: there.who.add(holder.label) });
    }
  return [...sets.values()]
    .filter(({ permissions }) => permissions.length > 0)
    .sort((a, b) => b.permissions.length - a.permissions.length)
    .map(
      ({ permissions, who }) =>
        `- ${permissions.length}, ${[...who].join(" and ")}: ${permissions.map((each) => PERMISSIONS[each]).join("; ")}.`,
    )
    .join("\n");
}

const table = (head: string, columns: string[], rows: [string, boolean[]][]) =>
  [
    `| ${head} | ${columns.join(" | ")} |`,
    `| --- |${columns.map(() => " :---: |").join("")}`,
    ...rows.map(([label, cells]) => `| ${label} | ${cells.map((cell) => (cell ? "yes" : "")).join(" | ")} |`),
  ].join("\n");

const labels = HOLDERS.map(({ label }) => label);
const subjectOf = ({ role, accessProfile }: Holder) => ({
  organizationId: "1",
  role,
  accessProfile,
  extra: [],
});

const PAGE = `# Rights

What roles and access profiles come to, as the code has it: \`lib/permissions/rights-page.test.ts\` writes this page, and fails where it is not true any more.
An access profile stands beside a role; here beside “${ROLE_LABELS.user}”. Groups and single permissions add to both. \`tests/database/no-gain.test.ts\` and \`no-gain-ways.test.ts\` try every way to give rights by
everybody on this page, and by people who hold parts of them; the second measures the tables of ways, cell by cell.

## Who may do what

${table(
  "",
  labels,
  ALL_PERMISSIONS.map((permission) => [
    PERMISSIONS[permission],
    HOLDERS.map(({ role, accessProfile }) => permissionsOf(role, accessProfile).has(permission)),
  ]),
)}

“See the organizations that this one manages”, “Work inside” them, and to create and suspend them mean something in an organization that manages others.

## Who may change whom

Down: whoever changes somebody. Across: the person who is changed.

${table(
  "",
  labels,
  HOLDERS.map((holder) => [
    holder.label,
    HOLDERS.map((target) => can(atHome(holder), "users.update", subjectOf(target))),
  ]),
)}

## Who may give what

Down: whoever gives it. Across: what is given.

${table(
  "",
  labels,
  HOLDERS.map((holder) => [
    holder.label,
    HOLDERS.map(
      ({ role, accessProfile }) =>
        can(atHome(holder), "users.role.update") && canGive(atHome(holder), role, accessProfile),
    ),
  ]),
)}

## By which way

How many permissions each may give to somebody by each way; empty where they may not go it at all. Down: the way. Across: whoever gives.

${waysIn(ORGANIZATION)}

Which those are:

${setsGiven()}

A way is gone with the rights that somebody has at that moment. What a job carries out is judged again by what its author, or their key, may
do by then: an import that gives more than they hold now brings nobody. What a rule gives is given by whoever makes it true: by the form, for many, by rows or an import.

In an organization that theirs manages, by the role that they have at home:

${waysIn(MANAGED)}
`;

test("the page of rights says what the code does", async () => {
  await expect(PAGE).toMatchFileSnapshot("../../docs/rights.md");
});
