import type { Metadata } from "next";
import { ManagedTable } from "@/app/(manage)/organizations/overview/managed-table";
import { DailyCard } from "@/components/overview/daily-card";
import { Figure, StatusCard } from "@/components/overview/status-card";
import { DAILY_TITLES, ORDERS, type Order } from "@/components/overview/words";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireHomeActor } from "@/lib/auth/guard";
import { managedOrganizations } from "@/lib/organizations/queries";
import { DAILY, type Daily, sumsOfInvitations } from "@/lib/overview/figures";
import { readManagedOverview } from "@/lib/overview/queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Overview of organizations" };

type Props = { searchParams: Promise<Partial<Record<"by" | "page", string | string[]>>> };

const ORDER_OF: Record<Daily, Order> = {
  "user.activated": "activated",
  "session.started": "signIns",
  "import.committed": "imports",
};

/** Every figure leads to the organizations that it is made of, and each of theirs to the list that it counts. */
export default async function ManagedOverviewPage({ searchParams }: Props) {
  const { person, actor } = await requireHomeActor("organizations.read");
  const query = await searchParams;
  const order = ORDERS.find((each) => each === query.by) ?? "people";
  const [overview, organizations] = await Promise.all([
    readManagedOverview(actor),
    managedOrganizations(person.organizationId),
  ]);
  const { days, people, daily } = overview;
  const { waiting, failed } = sumsOfInvitations(overview.invitations);
  const hrefBy = (by: Order) => `${routes.managedOverview({ by })}#organizations`;
  return (
    <>
      <PageHeader
        title="Overview of organizations"
        description={`All that ${person.home.name} manages, together. Every number leads to the organizations that it is made of.`}
        breadcrumbs={[{ label: "Organizations", href: routes.organizations() }]}
      />
      <div className="mb-8 grid items-start gap-5 lg:grid-cols-2">
        <StatusCard people={people} hrefOf={(status) => hrefBy(status ?? "people")} />
        {DAILY.map((each) => (
          <DailyCard
            key={each}
            title={DAILY_TITLES[each]}
            days={days}
            counts={daily[each]}
            hrefOf={() => hrefBy(ORDER_OF[each])}
          />
        ))}
        <Card title="Invitations" description="Those that wait, and those that did not arrive">
          <dl className="grid text-dense">
            {(
              [
                ["Waiting", waiting, "waiting"],
                ["Failed or came back", failed, "failed"],
              ] as const
            ).map(([label, count, by]) => (
              <div key={by} className="flex justify-between border-t border-line py-1.5 first:border-0">
                <dt>{label}</dt>
                <dd>
                  <Figure count={count} href={hrefBy(by)} of={`Invitations, ${label}`} />
                </dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
      <ManagedTable
        overview={overview}
        organizations={organizations}
        order={order}
        page={Number(query.page) || 1}
      />
    </>
  );
}
