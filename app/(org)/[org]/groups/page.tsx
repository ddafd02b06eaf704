import type { Metadata } from "next";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { type GroupListed, listGroups } from "@/lib/groups/queries";
import { can } from "@/lib/permissions/can";
import { PERMISSIONS } from "@/lib/permissions/permissions";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Groups" };

export default async function GroupsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "groups.read");
  const groups = await listGroups(actor);
  const add = can(actor, "groups.update") && (
    <Button href={routes.group(org, "new")} variant="primary" icon={<Icon name="plus" />}>
      New group
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Groups"
        description="Named sets of permissions, and of people. Whoever is in a group may do what it says, beside what their role allows."
        actions={
          <>
            {can(actor, "users.read") && <Button href={routes.permissions(org)}>Who may do what</Button>}
            {add}
          </>
        }
      />
      {groups.length === 0 ? (
        <EmptyState icon={<Icon name="users" size={20} />} title="No groups yet">
          Make one for each job that several people do, give it what that job needs, and take them in.
        </EmptyState>
      ) : (
        <Table caption="Groups" stacked labels={["", "People", "Permissions"]}>
          <TableHead>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell>People</HeaderCell>
            <HeaderCell>Permissions</HeaderCell>
          </TableHead>
          <TableBody>
            {groups.map((group) => (
              <Row key={group.id}>
                <Cell strong>
                  <Link href={routes.group(org, group.id)}>{group.name}</Link>
                  {group.rule && <p className="font-normal text-muted">By rule: {group.rule}</p>}
                  {group.description && <p className="font-normal text-muted">{group.description}</p>}
                </Cell>
                <Cell>
                  {can(actor, "users.read") ? (
                    <Link href={routes.users(org, { group: group.id })}>{formatCount(group.members)}</Link>
                  ) : (
                    formatCount(group.members)
                  )}
                </Cell>
                <Cell>{permissionsInShort(group)}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </>
  );
}

const NAMED = 2;

/** The first of them by name, and how many more there are. */
function permissionsInShort({ permissions }: GroupListed): string {
  if (permissions.length === 0) return "None";
  const names = permissions.slice(0, NAMED).map((permission) => PERMISSIONS[permission]);
  const more = permissions.length - names.length;
  return names.join(", ") + (more > 0 ? ` and ${formatCount(more)} more` : "");
}
