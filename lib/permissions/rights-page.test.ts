import { expect, test } from "vitest";
import { actorIn } from "@/lib/permissions/actor";
import { can, canGive } from "@/lib/permissions/can";
import { ALL_PERMISSIONS, PERMISSIONS } from "@/lib/permissions/permissions";
import {
  ACCESS_PROFILE_LABELS,
  ACCESS_PROFILES,
  type AccessProfile,
  permissionsOf,
  ROLE_LABELS,
  ROLES,
  type Role,
} from "@/lib/permissions/roles";

type Holder = { label: string; role: Role; accessProfile: AccessProfile | null };

const HOLDERS: Holder[] = [
  ...ROLES.map((role) => ({ label: ROLE_LABELS[role], role, accessProfile: null })),
  ...ACCESS_PROFILES.map((accessProfile) => ({
    label: ACCESS_PROFILE_LABELS[accessProfile],
    role: "user" as const,
    accessProfile,
  })),
];

const ORGANIZATION = { id: "1", slug: "acme", name: "Acme", managing: false };

function actorOf({ role, accessProfile }: Holder) {
  const person = { userId: "2", organizationId: "1", sessionId: null, name: "A", username: "a@x", ip: null };
  const actor = actorIn({ ...person, role, accessProfile }, ORGANIZATION);
  if (!actor) throw new Error("Nobody is at work.");
  return actor;
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
An access profile stands beside a role; here beside “${ROLE_LABELS.user}”. Groups and single permissions add to both. \`tests/database/no-gain.test.ts\` tries every way to give rights by everybody on this page,
and by people who hold parts of them.

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
    HOLDERS.map((target) => can(actorOf(holder), "users.update", subjectOf(target))),
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
        can(actorOf(holder), "users.role.update") && canGive(actorOf(holder), role, accessProfile),
    ),
  ]),
)}
`;

test("the page of rights says what the code does", async () => {
  await expect(PAGE).toMatchFileSnapshot("../../docs/rights.md");
});
