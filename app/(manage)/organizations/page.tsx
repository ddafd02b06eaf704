import type { Metadata } from "next";
import { suspendOrganization } from "@/app/(manage)/organizations/actions";
import { SuspendOrganization } from "@/components/organizations/suspend-organization";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { timeInWords } from "@/components/ui/dates";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { LiveForm } from "@/components/ui/live-form";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireHomeActor } from "@/lib/auth/guard";
import { listManaged, type OrganizationListed } from "@/lib/organizations/managed-queries";
import { managedOrganizations } from "@/lib/organizations/queries";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Organizations" };

type Asked = "q" | "page" | "refused";
type Props = { searchParams: Promise<Partial<Record<Asked, string | string[]>>> };

export default async function OrganizationsPage({ searchParams }: Props) {
  const { person, actor } = await requireHomeActor("organizations.read");
  const { q, page: pageAsked, refused: slug } = await searchParams;
  const search = typeof q === "string" ? q.trim() : "";
  const { organizations, matching, page, pages } = await listManaged(actor, {
    search,
    page: Number(pageAsked) || 1,
  });
  const refused = (await managedOrganizations(person.organizationId)).find((each) => each.slug === slug);
  const hrefOf = (other: number) =>
    other >= 1 && other <= pages && other !== page
      ? routes.organizations({ q: search, page: other })
      : undefined;
  return (
    <>
      <PageHeader
        title="Organizations"
        description={`${person.home.name} manages these. What you do inside one is in its audit log as yours.`}
        actions={
          <>
            <Button href={routes.managedOverview()} icon={<Icon name="chart-column" />}>
              Overview
            </Button>
            {can(actor, "organizations.create") && can(actor, "organizations.manage") && (
              <Button href={routes.newOrganization()} variant="primary" icon={<Icon name="plus" />}>
                New organization
              </Button>
            )}
          </>
        }
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
        <>
          <Table caption="Organizations" stacked labels={["", "Kind", "People", "Last activity", "State"]}>
            <TableHead>
              <HeaderCell>Name</HeaderCell>
              <HeaderCell>Kind</HeaderCell>
              <HeaderCell>People</HeaderCell>
              <HeaderCell>Last activity</HeaderCell>
              <HeaderCell>State</HeaderCell>
              <HeaderCell>
                <span className="sr-only">Actions</span>
              </HeaderCell>
            </TableHead>
            <TableBody>
              {organizations.map((organization) => (
                <Row key={organization.id} muted={organization.suspended}>
                  <Cell strong>
                    <Name organization={organization} isFlat={search !== ""} />
                  </Cell>
                  <Cell>{organization.managing ? "Managing organization" : "Organization"}</Cell>
                  <Cell>{formatCount(organization.people)}</Cell>
                  <Cell nowrap>
                    {organization.lastActivity ? timeInWords(organization.lastActivity) : "None yet"}
                  </Cell>
                  <Cell>
                    <State suspended={organization.suspended} />
                  </Cell>
                  <Cell actions>
                    {can(actor, "organizations.suspend") && organization.id !== person.organizationId && (
                      <SuspendOrganization
                        org={person.home.slug}
                        id={organization.id}
                        name={organization.name}
                        people={organization.people}
                        suspended={organization.suspended}
                        suspend={suspendOrganization}
                      />
                    )}
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
          {pages > 1 ? (
            <Pagination
              label="Pages of organizations"
              previousHref={hrefOf(page - 1)}
              nextHref={hrefOf(page + 1)}
            >
              {formatCount(matching)} organizations, page {formatCount(page)} of {formatCount(pages)}
            </Pagination>
          ) : (
            <p className="py-3 text-dense text-muted">
              {formatCount(matching)} {matching === 1 ? "organization" : "organizations"}
            </p>
          )}
        </>
      )}
    </>
  );
}

const DEPTH_SHOWN_MAX = 6;

/** Its name, and where it stands: below the one above it, or among what was found with the names above. */
function Name({ organization, isFlat }: { organization: OrganizationListed; isFlat: boolean }) {
  const { name, slug, above, depth } = organization;
  const indent = isFlat ? 0 : Math.min(depth, DEPTH_SHOWN_MAX);
  return (
    <div style={{ paddingInlineStart: `${indent * 1.25}rem` }}>
      <Link href={routes.users(slug)}>{name}</Link>
      <p className="text-dense font-normal text-muted">
        /{slug}
        {above.length > 0 && `, below ${above.join(" › ")}`}
      </p>
    </div>
  );
}

const State = ({ suspended }: { suspended: boolean }) =>
  suspended ? (
    <Badge tone="warning" shape="pause">
      Suspended
    </Badge>
  ) : (
    <Badge tone="success" shape="check">
      Active
    </Badge>
  );
