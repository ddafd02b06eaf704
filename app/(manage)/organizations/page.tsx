import type { Metadata } from "next";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LiveForm } from "@/components/ui/live-form";
import { PageHeader } from "@/components/ui/page-header";
import { SearchField } from "@/components/ui/search-field";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireHomeActor } from "@/lib/auth/guard";
import { managedOrganizations } from "@/lib/organizations/queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Organizations" };

type Props = { searchParams: Promise<{ q?: string | string[]; refused?: string | string[] }> };

export default async function OrganizationsPage({ searchParams }: Props) {
  const { person } = await requireHomeActor("organizations.read");
  const { q, refused: slug } = await searchParams;
  const search = typeof q === "string" ? q.trim().toLowerCase() : "";
  const all = await managedOrganizations(person.organizationId);
  const refused = all.find((organization) => organization.slug === slug);
  const organizations = all.filter(
    ({ name, slug }) => name.toLowerCase().includes(search) || slug.includes(search),
  );
  return (
    <>
      <PageHeader
        title="Organizations"
        description={`${person.home.name} manages these. What you do inside one is in its audit log as yours.`}
      />
      {refused && (
        <div className="mb-4 max-w-3xl">
          <Alert tone="warning" title={`${refused.name} lets people in from its own networks only`}>
            The one that you are in now is none of them. One of its own admins can add it.
          </Alert>
        </div>
      )}
      <LiveForm action={routes.organizations()} className="mb-4 max-w-sm">
        <SearchField
          name="q"
          label="Search organizations"
          placeholder="Search organizations"
          defaultValue={search}
        />
      </LiveForm>
      {organizations.length === 0 ? (
        <EmptyState icon={<Icon name="building-complex" size={20} />} title="No organization matches">
          Search for a part of its name or of its address.
        </EmptyState>
      ) : (
        <Table caption="Organizations" stacked labels={["", "Address", "Kind", "State"]}>
          <TableHead>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell>Address</HeaderCell>
            <HeaderCell>Kind</HeaderCell>
            <HeaderCell>State</HeaderCell>
          </TableHead>
          <TableBody>
            {organizations.map(({ id, name, slug, managing, suspended }) => (
              <Row key={id}>
                <Cell strong>
                  <Link href={routes.users(slug)} variant="quiet">
                    {name}
                  </Link>
                </Cell>
                <Cell>/{slug}</Cell>
                <Cell>{managing ? "Managing organization" : "Organization"}</Cell>
                <Cell>
                  {suspended ? (
                    <Badge tone="warning" shape="pause">
                      Suspended
                    </Badge>
                  ) : (
                    <Badge tone="success" shape="check">
                      Active
                    </Badge>
                  )}
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </>
  );
}
