import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ReasonList } from "@/components/permissions/reason-list";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { type Holder, holdersOf, type ManagingHolder } from "@/lib/permissions/explain-queries";
import { hasEffect, PERMISSIONS, permissionsAmong } from "@/lib/permissions/permissions";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Permission" };

type Props = {
  params: Promise<{ org: string; permission: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function PermissionPage({ params, searchParams }: Props) {
  const { org, permission: asked } = await params;
  const actor = await requireActor(org, "users.read");
  const [permission] = permissionsAmong([asked]);
  if (!permission) notFound();
  const query = await searchParams;
  const after = typeof query.after === "string" ? query.after : null;
  const { people, total, next, managers } = await holdersOf(actor, permission, after);
  return (
    <>
      <PageHeader
        title={PERMISSIONS[permission]}
        description="Who may do it here, and all that gives it to them. Whoever is removed or suspended, or whose access has ended, is not among them."
        breadcrumbs={[{ label: "Permissions", href: routes.permissions(org) }]}
      />
      {total === 0 && managers.length === 0 && (
        <EmptyState icon={<Icon name="users" size={20} />} title="Nobody may do this">
          {hasEffect(permission, actor.organization.managing)
            ? "A role, an access profile or a group gives it."
            : "This organization manages no other, so it is nothing to anybody here."}
        </EmptyState>
      )}
      {total > 0 && <Holders org={org} people={people} />}
      {(after || next) && (
        <Pagination
          label="Pages of people"
          previousLabel="First page"
          previousHref={after ? routes.permission(org, permission) : undefined}
          nextHref={next ? routes.permission(org, permission, { after: next }) : undefined}
        >
          {formatCount(people.length)} of {formatCount(total)}
        </Pagination>
      )}
      {managers.length > 0 && !after && <Managers managers={managers} />}
    </>
  );
}

function Managers({ managers }: { managers: ManagingHolder[] }) {
  return (
    <section aria-labelledby="managers" className="mt-8 grid gap-3">
      <h2 id="managers" className="text-[0.9375rem] font-semibold">
        From organizations that manage this one
      </h2>
      <Table caption="From organizations that manage this one" stacked labels={["", "Why"]}>
        <TableHead>
          <HeaderCell>Name</HeaderCell>
          <HeaderCell>Why</HeaderCell>
        </TableHead>
        <TableBody>
          {managers.map(({ id, name, reasons }) => (
            <Row key={id}>
              <Cell strong>{name}</Cell>
              <Cell>
                <ReasonList reasons={reasons} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}

function Holders({ org, people }: { org: string; people: Holder[] }) {
  return (
    <Table caption="People" stacked labels={["", "Username", "Why"]}>
      <TableHead>
        <HeaderCell>Name</HeaderCell>
        <HeaderCell>Username</HeaderCell>
        <HeaderCell>Why</HeaderCell>
      </TableHead>
      <TableBody>
        {people.map(({ id, name, username, reasons }) => (
          <Row key={id}>
            <Cell strong>
              <Link href={routes.user(org, id)}>{name}</Link>
            </Cell>
            <Cell>{username}</Cell>
            <Cell>
              <ReasonList reasons={reasons} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
