import type { Metadata } from "next";
import { DailyCard } from "@/components/overview/daily-card";
import { ImportsCard } from "@/components/overview/imports-card";
import { InvitationsCard } from "@/components/overview/invitations-card";
import { SeatsCard } from "@/components/overview/seats-card";
import { StatusCard } from "@/components/overview/status-card";
import { DAILY_TITLES } from "@/components/overview/words";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { DAILY } from "@/lib/overview/figures";
import { readOverview } from "@/lib/overview/queries";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { listServices } from "@/lib/services/queries";

export const metadata: Metadata = { title: "Overview" };

/** Of more services the page of services tells. */
const SERVICES_SHOWN = 8;

export default async function OverviewPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "users.read");
  const [{ people, days, daily, invitations, imports }, services] = await Promise.all([
    readOverview(actor),
    can(actor, "services.read") ? listServices(actor) : [],
  ]);
  const offered = services.filter(({ isRetired }) => !isRetired);
  return (
    <>
      <PageHeader
        title="Overview"
        description="What there is at this moment. Every number leads to what it counts."
        actions={
          can(actor, "users.create") && (
            <Button href={routes.newUser(org)} variant="primary" icon={<Icon name="user-plus" />}>
              Add user
            </Button>
          )
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <StatusCard people={people} hrefOf={(status) => routes.users(org, { status })} />
        {daily && (
          <DailyCard
            title={DAILY_TITLES["user.activated"]}
            days={days}
            counts={daily["user.activated"]}
            hrefOf={(from, to) => routes.audit(org, { action: "user.activated", from, to })}
          />
        )}
        {invitations && (
          <InvitationsCard
            invitations={invitations}
            hrefOf={(kind, state) => routes.messages(org, { kind, state })}
          />
        )}
        {imports && (
          <ImportsCard
            {...imports}
            href={routes.imports(org)}
            waitingHref={routes.imports(org, { show: "waiting" })}
          />
        )}
        {offered.length > 0 && (
          <SeatsCard
            services={offered.slice(0, SERVICES_SHOWN)}
            href={routes.services(org)}
            hrefOf={(serviceId) => routes.users(org, { service: serviceId })}
            waitingHrefOf={(serviceId) => routes.service(org, serviceId)}
          />
        )}
        {daily &&
          DAILY.filter((each) => each !== "user.activated").map((each) => (
            <DailyCard
              key={each}
              title={DAILY_TITLES[each]}
              days={days}
              counts={daily[each]}
              hrefOf={(from, to) => routes.audit(org, { action: each, from, to })}
            />
          ))}
      </div>
    </>
  );
}
