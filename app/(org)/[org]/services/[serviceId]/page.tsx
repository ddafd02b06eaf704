import type { Metadata } from "next";
import { notFound } from "next/navigation";
import {
  addService,
  buyMore,
  cancel,
  reopen,
  resume,
  retire,
  saveFreeSeats,
  saveSeatsAtRenewal,
  saveService,
} from "@/app/(org)/[org]/services/actions";
import { changeServiceSeats } from "@/app/(org)/[org]/users/actions";
import { findPeople } from "@/app/(org)/[org]/users/people-actions";
import { ConfirmButton } from "@/components/services/confirm-button";
import { NewService, ServiceWords } from "@/components/services/new-service";
import { SeatPeople } from "@/components/services/seat-people";
import type { ServiceValues } from "@/components/services/service-form";
import { SubscriptionCard } from "@/components/services/subscription-card";
import { Badge } from "@/components/ui/badge";
import { timeInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { requireActor } from "@/lib/auth/guard";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { findService, type ServiceListed } from "@/lib/services/queries";
import { listSeats, listWaits, type SeatHolder } from "@/lib/services/seat-queries";

export const metadata: Metadata = { title: "Service" };

type Props = {
  params: Promise<{ org: string; serviceId: string }>;
  searchParams: Promise<{ after?: string | string[] }>;
};

const BLANK: ServiceValues = {
  name: "",
  description: "",
  price: "0",
  currency: "EUR",
  term: "month",
  unlimited: false,
  seats: "10",
};

export default async function ServicePage({ params, searchParams }: Props) {
  const { org, serviceId } = await params;
  const isNew = serviceId === "new";
  const actor = await requireActor(org, isNew ? "services.update" : "services.read");
  const breadcrumbs = [{ label: "Services", href: routes.services(org) }];
  if (isNew)
    return (
      <>
        <PageHeader title="New service" breadcrumbs={breadcrumbs} />
        <NewService org={org} id={newId()} first={BLANK} doneHref={routes.services(org)} add={addService} />
      </>
    );
  const service = await findService(actor, serviceId);
  if (!service) notFound();
  const { after } = await searchParams;
  const { id, name, description, version } = service;
  const mayChange = can(actor, "services.update");
  return (
    <>
      <PageHeader
        title={name}
        description={description}
        breadcrumbs={breadcrumbs}
        meta={service.isRetired && <Badge>Retired</Badge>}
        actions={mayChange && <Retirement org={org} service={service} />}
      />
      <div className="grid max-w-6xl gap-5">
        <SubscriptionCard
          org={org}
          service={service}
          mayBuy={can(actor, "billing.update")}
          mayChange={mayChange}
          actions={{
            buy: buyMore,
            setFree: saveFreeSeats,
            setAtRenewal: saveSeatsAtRenewal,
            cancel,
            resume,
          }}
        />
        {can(actor, "users.read") && (
          <Holders actor={actor} service={service} after={typeof after === "string" ? after : null} />
        )}
        {mayChange && !service.isRetired && (
          <ServiceWords
            key={version}
            org={org}
            id={id}
            version={version}
            first={{ ...BLANK, name, description }}
            save={saveService}
          />
        )}
      </div>
    </>
  );
}

type HoldersProps = { actor: Actor; service: ServiceListed; after: string | null };

async function Holders({ actor, service, after }: HoldersProps) {
  const { slug: org } = actor.organization;
  const [seats, waits] = await Promise.all([
    listSeats(actor, service.id, after),
    listWaits(actor, service.id),
  ]);
  const mayAssign = can(actor, "services.assign") && !service.isRetired;
  const pages =
    after || seats.next ? (
      <Pagination
        label="Pages of people"
        {...(after ? { previousHref: routes.service(org, service.id) } : {})}
        {...(seats.next ? { nextHref: routes.service(org, service.id, { after: seats.next }) } : {})}
      >
        {formatCount(service.used)} {service.used === 1 ? "person" : "people"}
      </Pagination>
    ) : null;
  return (
    <SeatPeople
      org={org}
      service={{ id: service.id, name: service.name }}
      people={seats.people.map(shownOf)}
      waiting={waits.map(shownOf)}
      waitingInAll={service.waiting}
      pages={pages}
      mayAssign={mayAssign}
      change={changeServiceSeats}
      search={findPeople.bind(null, org)}
    />
  );
}

const shownOf = ({ userId, name, username, since, by }: SeatHolder) => ({
  userId,
  name,
  username,
  since: `${timeInWords(since)}${by ? ` by ${by}` : ""}`,
});

function Retirement({
  org,
  service: { id, name, used, isRetired },
}: {
  org: string;
  service: ServiceListed;
}) {
  return isRetired ? (
    <ConfirmButton
      key="reopen"
      id="reopen-service"
      button="Bring back"
      title={`Bring “${name}” back?`}
      confirmLabel="Bring back"
      done={`“${name}” is back`}
      action={reopen.bind(null, org, { id })}
    >
      <p>People can be given seats of it again.</p>
    </ConfirmButton>
  ) : (
    <ConfirmButton
      key="retire"
      id="retire-service"
      button="Retire"
      destructive
      title={`Retire “${name}”?`}
      confirmLabel="Retire service"
      done={`“${name}” is retired`}
      action={retire.bind(null, org, { id, people: used })}
    >
      <p>
        {used === 0
          ? "Nobody has a seat of it."
          : `${formatCount(used)} ${used === 1 ? "person loses their seat" : "people lose their seats"} at once.`}{" "}
        It can be brought back, without them.
      </p>
    </ConfirmButton>
  );
}
