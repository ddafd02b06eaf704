import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { addOffer, saveOffer, setOfferRetired } from "@/app/(org)/[org]/services/catalogue/actions";
import { ConfirmButton } from "@/components/services/confirm-button";
import { OfferForm } from "@/components/services/new-service";
import { NoCatalogue } from "@/components/services/no-catalogue";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { newId } from "@/lib/ids";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { type CatalogueService, findOffered } from "@/lib/services/catalogue-queries";
import { moneyAsTyped } from "@/lib/services/money";

export const metadata: Metadata = { title: "Service of the catalogue" };

type Props = { params: Promise<{ org: string; serviceId: string }> };

export default async function CatalogueServicePage({ params }: Props) {
  const { org, serviceId } = await params;
  const isNew = serviceId === "new";
  const actor = await requireActor(org, isNew ? "services.update" : "services.read");
  if (!actor.organization.managing) return <NoCatalogue org={org} />;
  const service = isNew ? null : await findOffered(actor, serviceId);
  if (!isNew && !service) notFound();
  const mayChange = can(actor, "services.update");
  return (
    <>
      <PageHeader
        title={service?.name ?? "Offer a service"}
        breadcrumbs={[
          { label: "Services", href: routes.services(org) },
          { label: "Catalogue", href: routes.serviceCatalogue(org) },
        ]}
        meta={service?.isRetired && <Badge>Retired</Badge>}
        actions={service && mayChange && <Retirement org={org} service={service} />}
      />
      <OfferForm
        key={`${serviceId} ${service?.version}`}
        org={org}
        id={service?.id ?? newId()}
        version={service?.version ?? null}
        first={{
          name: service?.name ?? "",
          description: service?.description ?? "",
          price: service ? moneyAsTyped(service.priceMinor, service.currency) : "",
          currency: service?.currency ?? "EUR",
          term: service?.term ?? "month",
          unlimited: false,
          seats: "",
        }}
        readOnly={!mayChange}
        doneHref={routes.serviceCatalogue(org)}
        add={addOffer}
        save={saveOffer}
      />
    </>
  );
}

function Retirement({ org, service }: { org: string; service: CatalogueService }) {
  const { id, name, isRetired } = service;
  return (
    <ConfirmButton
      key={String(isRetired)}
      id="retire-offer"
      button={isRetired ? "Offer again" : "Retire"}
      destructive={!isRetired}
      title={isRetired ? `Offer “${name}” again?` : `Offer “${name}” no more?`}
      confirmLabel={isRetired ? "Offer again" : "Retire"}
      done={isRetired ? `“${name}” is offered again` : `“${name}” is offered no more`}
      action={setOfferRetired.bind(null, org, { id, isRetired: !isRetired })}
    >
      <p>Whoever has taken it keeps it as they took it.</p>
    </ConfirmButton>
  );
}
