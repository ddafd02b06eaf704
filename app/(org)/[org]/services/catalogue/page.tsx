import type { Metadata } from "next";
import { NoCatalogue } from "@/components/services/no-catalogue";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { listCatalogue } from "@/lib/services/catalogue-queries";
import { priceInWords } from "@/lib/services/terms-of";

export const metadata: Metadata = { title: "Catalogue" };

export default async function CataloguePage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "services.read");
  if (!actor.organization.managing) return <NoCatalogue org={org} />;
  const services = await listCatalogue(actor);
  return (
    <>
      <PageHeader
        title="Catalogue"
        description="What you offer to the organizations below this one. Whoever has taken a service keeps it as they took it."
        breadcrumbs={[{ label: "Services", href: routes.services(org) }]}
        actions={
          can(actor, "services.update") && (
            <Button href={routes.catalogueService(org, "new")} variant="primary" icon={<Icon name="plus" />}>
              Offer a service
            </Button>
          )
        }
      />
      {services.length === 0 ? (
        <EmptyState icon={<Icon name="package" size={20} />} title="Nothing on offer yet">
          Offer a service, and each organization below this one can take it at its price.
        </EmptyState>
      ) : (
        <Table caption="Services on offer" stacked labels={["", "Price of a seat"]}>
          <TableHead>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell>Price of a seat</HeaderCell>
          </TableHead>
          <TableBody>
            {services.map((service) => (
              <Row key={service.id}>
                <Cell strong>
                  <Link href={routes.catalogueService(org, service.id)}>{service.name}</Link>{" "}
                  {service.isRetired && <Badge>Retired</Badge>}
                  {service.description && <p className="font-normal text-muted">{service.description}</p>}
                </Cell>
                <Cell>{priceInWords(service)}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </>
  );
}
