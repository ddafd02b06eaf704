import type { Metadata } from "next";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { permissionAreas } from "@/lib/permissions/areas";
import { can } from "@/lib/permissions/can";
import { countHolders } from "@/lib/permissions/explain-queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Permissions" };

export default async function PermissionsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "users.read");
  const counts = await countHolders(actor);
  const groups = { label: "Groups", href: routes.groups(org) };
  return (
    <>
      <PageHeader
        title="Permissions"
        description="Everything that somebody may do here, and how many people may. Whoever is removed or suspended, or whose access has ended, is not counted."
        breadcrumbs={can(actor, "groups.read") ? [groups] : []}
      />
      <Table caption="Permissions" stacked labels={["", "Area", "People"]}>
        <TableHead>
          <HeaderCell>Permission</HeaderCell>
          <HeaderCell>Area</HeaderCell>
          <HeaderCell align="end">People</HeaderCell>
        </TableHead>
        <TableBody>
          {permissionAreas([...counts.keys()]).flatMap((area) =>
            area.permissions.map(({ value, label }) => (
              <Row key={value}>
                <Cell strong>
                  <Link href={routes.permission(org, value)}>{label}</Link>
                </Cell>
                <Cell quiet>{area.label}</Cell>
                <Cell align="end">{formatCount(counts.get(value) ?? 0)}</Cell>
              </Row>
            )),
          )}
        </TableBody>
      </Table>
    </>
  );
}
