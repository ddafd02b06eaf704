import type pg from "pg";
import { routes } from "@/lib/routes";
import { GROUPS_COLUMN } from "@/lib/users/columns";
import { userListSearchParams } from "@/lib/users/list";
import type { PageCase } from "@/scripts/bench/pages/cases";

/** The list's addresses with groups in them: shown, filtered by groups by rule and by a chosen one, and both. */
export async function groupCases(client: pg.Client, org: string): Promise<PageCase[]> {
  const ruled = await groupOf(client, org, "g.rule IS NOT NULL", "count(*) DESC");
  const chosen = await groupOf(client, org, "g.rule IS NULL", "count(*) DESC");
  const small = await groupOf(client, org, "g.rule IS NOT NULL", "count(*)");
  const path = (query: Parameters<typeof userListSearchParams>[0]) =>
    routes.users(org, userListSearchParams(query));
  const columns = [GROUPS_COLUMN];
  return [
    { name: "first page, groups shown", path: path({ columns }) },
    { name: `by a rule's group of ${ruled.members}`, path: path({ groupId: ruled.id }) },
    { name: `by a rule's group of ${small.members}`, path: path({ groupId: small.id }) },
    { name: `by a chosen group of ${chosen.members}`, path: path({ groupId: chosen.id }) },
    {
      name: `by a rule's group of ${ruled.members}, groups shown`,
      path: path({ groupId: ruled.id, columns }),
    },
  ];
}

type Group = { id: string; members: number };

async function groupOf(client: pg.Client, org: string, which: string, order: string): Promise<Group> {
  const { rows } = await client.query<Group>(
    `SELECT g.id, count(*)::int AS members FROM groups g JOIN organizations o ON o.id = g.organization_id
     JOIN group_members m ON m.organization_id = g.organization_id AND m.group_id = g.id
     WHERE o.slug = $1 AND ${which} GROUP BY g.id ORDER BY ${order}, g.id LIMIT 1`,
    [org],
  );
  if (!rows[0]) throw new Error("There is no such group.");
  return rows[0];
}
