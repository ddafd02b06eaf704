import type { Metadata } from "next";
import { takeOffer } from "@/app/(org)/[org]/services/actions";
import { Offers } from "@/components/services/offers";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { listOffers, listServices, type ServiceListed } from "@/lib/services/queries";
import { priceInWords } from "@/lib/services/terms-of";

export const metadata: Metadata = { title: "Services" };

export default async function ServicesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "services.read");
  const mayChange = can(actor, "services.update");
  const [services, offers] = await Promise.all([listServices(actor), mayChange ? listOffers(actor) : []]);
  const seesMoney = can(actor, "billing.read");
  const columns = ["Seats", "In use", "Free", "Waiting", ...(seesMoney ? ["Price"] : [])];
  return (
    <>
      <PageHeader
        title="Services"
        description="What your people can have a seat of, and how many seats there are."
        actions={
          <>
            {actor.organization.managing && (
              <Button href={routes.serviceCatalogue(org)}>Your catalogue</Button>
            )}
            {mayChange && (
              <Button href={routes.service(org, "new")} variant="primary" icon={<Icon name="plus" />}>
                New service
              </Button>
            )}
          </>
        }
      />
      {services.length === 0 ? (
        <EmptyState icon={<Icon name="package" size={20} />} title="No services yet">
          {offers.length > 0
            ? "Take one of those that are offered to you, or make one of your own. Then give people seats."
            : "Make one for each thing that only some of your people have, such as a licence. Then give them seats."}
        </EmptyState>
      ) : (
        <Table caption="Services" stacked labels={["", ...columns]}>
          <TableHead>
            <HeaderCell>Name</HeaderCell>
            {columns.map((column) => (
              <HeaderCell key={column}>{column}</HeaderCell>
            ))}
          </TableHead>
          <TableBody>
            {services.map((service) => (
              <Row key={service.id}>
                <Cell strong>
                  <Link href={routes.service(org, service.id)}>{service.name}</Link>{" "}
                  {service.isRetired && <Badge>Retired</Badge>}
                  {service.subscription?.isCancelled && (
                    <Badge tone="warning">Ends {service.subscription.renewsOn}</Badge>
                  )}
                  {service.description && <p className="font-normal text-muted">{service.description}</p>}
                </Cell>
                <Cell>{service.bought === null ? "Unlimited" : formatCount(service.bought)}</Cell>
                <Cell>{formatCount(service.used)}</Cell>
                <Cell>{freeInWords(service)}</Cell>
                <Cell>{formatCount(service.waiting)}</Cell>
                {seesMoney && (
                  <Cell>
                    {service.subscription?.price ? priceInWords(service.subscription.price) : "None"}
                  </Cell>
                )}
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      {offers.length > 0 && (
        <div className="mt-8">
          <Offers org={org} offers={offers} mayBuy={can(actor, "billing.update")} take={takeOffer} />
        </div>
      )}
    </>
  );
}

const freeInWords = ({ bought, used }: ServiceListed) =>
  bought === null ? "Always" : formatCount(Math.max(0, bought - used));
