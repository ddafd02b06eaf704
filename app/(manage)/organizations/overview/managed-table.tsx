import { Figure } from "@/components/overview/status-card";
import { ORDER_LABELS, type Order } from "@/components/overview/words";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Pagination } from "@/components/ui/pagination";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { ManagedOrganization } from "@/lib/organizations/queries";
import { figureOf } from "@/lib/overview/order";
import type { ManagedOverview } from "@/lib/overview/queries";
import { routes } from "@/lib/routes";

const PER_PAGE = 50;

type ManagedTableProps = {
  overview: ManagedOverview;
  organizations: ManagedOrganization[];
  order: Order;
  page: number;
};

/** The organizations that have any of a figure, those with most first; their numbers come to the one above. */
export function ManagedTable({ overview, organizations, order, page: asked }: ManagedTableProps) {
  const { days, byOrganization } = overview;
  const [from = "", to = ""] = [days[0], days.at(-1)];
  const counted = organizations
    .map((organization) => ({ ...organization, count: figureOf(byOrganization.get(organization.id), order) }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count);
  const pages = Math.max(1, Math.ceil(counted.length / PER_PAGE));
  const page = Math.min(Math.max(1, Math.trunc(asked)), pages);
  const hrefOf = (other: number) =>
    other >= 1 && other <= pages
      ? `${routes.managedOverview({ by: order, page: other })}#organizations`
      : undefined;
  const shown: Order[] = order === "people" ? ["people", "active", "pending"] : [order, "people"];
  return (
    <section id="organizations" aria-labelledby="organizations-title" className="scroll-mt-20">
      <h2 id="organizations-title" className="mb-3 text-[0.9375rem] font-semibold">
        {`${ORDER_LABELS[order]}, by organization`}
      </h2>
      {counted.length === 0 ? (
        <p className="text-muted">
          None of them has any.{" "}
          <Link href={`${routes.managedOverview()}#organizations`}>Show their people</Link>
        </p>
      ) : (
        <Table
          caption={`${ORDER_LABELS[order]}, by organization`}
          stacked
          labels={["", ...shown.map((each) => ORDER_LABELS[each])]}
        >
          <TableHead>
            <HeaderCell>Organization</HeaderCell>
            {shown.map((each) => (
              <HeaderCell key={each} align="end">
                {ORDER_LABELS[each]}
              </HeaderCell>
            ))}
          </TableHead>
          <TableBody>
            {counted.slice((page - 1) * PER_PAGE, page * PER_PAGE).map(({ id, slug, name }) => (
              <Row key={id}>
                <Cell strong>
                  <Link href={routes.overview(slug)} variant="quiet">
                    {name}
                  </Link>
                </Cell>
                {shown.map((each) => (
                  <Cell key={each} align="end">
                    <Figure
                      count={figureOf(byOrganization.get(id), each)}
                      href={listOf(slug, each, from, to)}
                      of={`${ORDER_LABELS[each]}, ${name}`}
                    />
                  </Cell>
                ))}
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      <Pagination label="Pages of organizations" previousHref={hrefOf(page - 1)} nextHref={hrefOf(page + 1)}>
        {formatCount(counted.length)} {counted.length === 1 ? "organization" : "organizations"}
      </Pagination>
    </section>
  );
}

/** Where the list is that an organization's figure counts; where it counts several, their overview. */
function listOf(slug: string, figure: Order, from: string, to: string): string {
  const events = (action: string) => routes.audit(slug, { action, from, to });
  if (figure === "people") return routes.users(slug);
  if (figure === "waiting" || figure === "failed") return routes.overview(slug);
  if (figure === "activated") return events("user.activated");
  if (figure === "signIns") return events("session.started");
  if (figure === "imports") return events("import.committed");
  return routes.users(slug, { status: figure });
}
